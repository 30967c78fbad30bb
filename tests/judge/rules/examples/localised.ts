// Systems and services that speak another language.
import { example, type Example } from "../example.ts";

export const EXAMPLES: readonly Example[] = [
  example("localised/rate", "access.rate-limited", "yes", "Zu viele Anfragen, bitte später erneut versuchen"),
  example("localised/rate", "access.rate-limited", "yes", "操作过于频繁，请稍后再试"),
  example("localised/unknown-caller", "access.unauthenticated", "no", "登录已过期，请重新登录"),
  example("localised/unknown-caller", "access.unauthenticated", "no", "Erreur : identifiants invalides"),
  example("localised/unknown-caller", "access.unauthenticated", "no", "Credenciais inválidas"),
  example("localised/not-allowed", "access.forbidden", "no", "权限不足"),
  example("localised/not-allowed", "access.forbidden", "no", "Acceso denegado"),
  example(
    "localised/refused",
    "net.refused",
    "either",
    "Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte (stage:5001)",
  ),
  example("localised/refused", "net.refused", "either", "curl: Connexion refusée"),
  example("localised/refused", "net.refused", "either", "由于目标计算机积极拒绝，无法连接。 (stage:5001)"),
  example(
    "localised/names",
    "net.dns",
    "either",
    "ping: stage.example.org: Der Name oder der Dienst ist nicht bekannt",
  ),
  example("localised/names", "net.dns", "either", "不知道这样的主机。 (stage.example.org:443)"),
  example(
    "localised/connect-timeout",
    "net.connect-timeout",
    "yes",
    "ssh: connect to host 10.9.8.7: Die Wartezeit für die Verbindung ist abgelaufen",
  ),
  example("localised/connect-timeout", "net.connect-timeout", "yes", "连接超时"),
  example("localised/dropped", "net.dropped", "yes", "Une connexion existante a dû être fermée par l’hôte distant."),
  example("localised/dropped", "net.dropped", "yes", "远程主机强迫关闭了一个现有的连接。"),
  // A file that may not be opened.
  example("none", "unknown", "either", "Zugriff verweigert: /var/lib/shop/basket.json"),
];
