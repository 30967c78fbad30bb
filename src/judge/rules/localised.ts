// The same words where the system or the service speaks another language: Windows and glibc translate theirs, services
// greet their users. German, French, Spanish, Portuguese, Italian, Russian, Chinese, Japanese, Korean.
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** What a service answers. */
export const LOCALISED_ANSWERS: readonly Rule[] = [
  {
    id: "localised/rate",
    class: "access.rate-limited",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /zu viele (?:anfragen|versuche|anmeldeversuche)|trop de (?:requêtes|tentatives|demandes)|demasiad[oa]s (?:solicitudes|peticiones|intentos)|(?:muitas|demasiadas) (?:requisições|solicitações|tentativas)|tropp[ei] (?:richieste|tentativi)|слишком много (?:запросов|попыток)/u,
      /(?:请求|操作|访问|尝试|发送)(?:次数)?(?:过于|太|過於)频?[频繁多]|超过(?:了)?(?:请求|访问|调用)?(?:频率|次数|速率)限制|リクエスト(?:数)?が(?:多すぎ|上限)|요청이 너무 많/u,
    ),
  },
  {
    id: "localised/unknown-caller",
    class: "access.unauthenticated",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /nicht (?:angemeldet|authentifiziert)|(?:ungültige|falsche) (?:anmeldedaten|zugangsdaten|anmeldeinformationen)|authentifizierung (?:fehlgeschlagen|erforderlich)|identifiants (?:invalides|incorrects)|(?:non|pas) (?:authentifié|connecté)|(?:échec|erreur) (?:de l['’]|d['’])authentification|jeton (?:invalide|expiré)/u,
      /credenciales (?:inválidas|incorrectas|no válidas)|no (?:autenticado|ha iniciado sesión)|token (?:inválido|expirado|no válido|caducado)|sesión (?:expirada|caducada)|credenciais inválidas|(?:não|nao) autenticado|(?:usuário|senha|login) (?:ou senha )?(?:inválid|incorret)[oa]s?|sessão expirada|credenziali (?:non valide|errate)|неверн(?:ый|ые) (?:логин|пароль|токен|учетные)|не авторизован|ошибка аутентификации|срок действия токена/u,
      /未(?:登录|登錄|授权|認証|经授权|认证)|请(?:先|重新)登[录錄]|登[录錄](?:状态)?(?:已)?(?:过期|失效|失败)|(?:token|令牌|凭证|密钥|会话)\s{0,2}(?:已)?(?:过期|失效|无效|错误|不正确|不符|不匹配|验证失败)|(?:没有|未|缺少)(?:提供|携带)?\s{0,2}(?:token|令牌|认证信息|凭证)|(?:身份|用户|token)\s{0,2}(?:验证|认证|校验|鉴权)(?:失败|错误|不通过)|鉴权失败|(?:用户名|密码|账号)(?:或密码)?(?:错误|不正确)|認証(?:に失敗|エラー|が必要)|ログインして(?:ください|いません)|トークンが(?:無効|期限切れ)|로그인이 필요|인증(?:에 실패|이 필요|되지 않)|토큰이 (?:만료|유효하지)/u,
    ),
  },
  {
    id: "localised/not-allowed",
    class: "access.forbidden",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /(?:zugriff|zugang) (?:verweigert|nicht erlaubt)|keine berechtigung|accès (?:refusé|interdit)|acceso (?:denegado|prohibido)|acesso (?:negado|proibido)|(?:sem|não tem) permissão|no tiene (?:permisos?|autorización)|accesso (?:negato|vietato)|доступ запрещ[её]н|недостаточно прав/u,
      /(?:没有|无|暂无|缺少)(?:访问|操作|此|该)?权限|权限不足|拒绝访问|禁止访问|アクセス(?:が拒否|権限がありません|は拒否)|権限がありません|접근(?:이 거부| 권한이 없)|권한이 없/u,
    ),
    unless:
      /\b(?:EACCES|mkdir|open)\b|[A-Z]:\\|(?:zum|für den|au|al|ao) (?:Pfad|chemin|ruta|caminho)|\/(?:usr|var|home|tmp|etc|opt)\//iu,
  },
];

/** What the system says where nothing answered. */
export const LOCALISED: readonly Rule[] = [
  {
    id: "localised/refused",
    class: "net.refused",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /verbindung(?:saufbau)? (?:abgelehnt|verweigert)|zielcomputer die verbindung verweigerte|keine route zum (?:zielrechner|host)|(?:das )?netzwerk ist nicht erreichbar|connexion refusée|l['’]ordinateur cible l['’]a expressément refusée|aucun chemin d['’]accès pour atteindre l['’]hôte|(?:le réseau|réseau) n['’]est pas accessible/u,
      /conexión (?:rehusada|rechazada|denegada)|equipo de destino denegó expresamente|no existe ninguna ruta hasta|la red es inaccesible|conexão recusada|máquina de destino (?:as|a) recusou|não há rota para|rede (?:está )?inacessível|connessione rifiutata|impossibile stabilire la connessione\. rifiuto|в соединении отказано|компьютер отверг запрос на подключение|нет маршрута до|сеть недоступна/u,
      /拒绝连接|連線被拒|拒絕連線|(?:目标计算机|目標電腦)(?:积极|主動)?拒(?:绝|絕)|没有到主机的路由|网络不可达|無法連線|接続を拒否|対象のコンピューターによって拒否|ホストへの経路がありません|연결이 거부|연결을 거부|호스트로 갈 루트가 없/u,
    ),
  },
  {
    id: "localised/names",
    class: "net.dns",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /der name oder der dienst ist nicht bekannt|(?:der angegebene|dieser) host ist (?:unbekannt|nicht bekannt)|fehler bei der namensauflösung|der remotename konnte nicht aufgelöst werden|nom ou service inconnu|hôte inconnu|(?:échec|erreur)[^\n]{0,20} dans la résolution du nom|le nom distant n['’]a pas pu être résolu/u,
      /nombre o servicio desconocido|host desconocido|fallo (?:temporal )?en la resolución del nombre|no se puede resolver el nombre remoto|nome ou serviço desconhecido|este host não é conhecido|falha (?:temporária )?na resolução de nome|o nome remoto não pôde ser resolvido|nome o servizio sconosciuto|host sconosciuto|имя или служба не известны|этот хост неизвестен|временный сбой в разрешении имен|невозможно разрешить удаленное имя/u,
      /未知的名称或服务|不知道这样的主机|(?:域名|名称|名稱)解析(?:暂时)?(?:失败|失敗|错误|出错)|未能解析此远程名称|无法解析(?:主机|域名|服务器)|名前またはサービスが不明|そのようなホストは不明|名前解決に失敗|リモート名を解決できません|알려진 호스트가 없|이름 또는 서비스를 알 수 없/u,
    ),
  },
  {
    id: "localised/connect-timeout",
    class: "net.connect-timeout",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /wartezeit für die verbindung ist abgelaufen|gegenstelle nach einer bestimmten zeitspanne nicht richtig reagiert|connexion terminée par expiration du délai|(?:le parti connecté|la partie connectée) n['’]a pas répondu|délai (?:de connexion|d['’]attente de connexion) (?:dépassé|expiré)/u,
      /expiró el tiempo de conexión|la parte conectada no respondió|tempo (?:limite )?(?:de conexão )?(?:esgotado|expirado)(?: para)? (?:a )?conexão|o componente conectado não respondeu|tempo scaduto per la connessione|время ожидания соединения истекло|другая сторона после установленного периода времени не ответила/u,
      /连接超时|連線逾時|连接(?:方|尝试)在一段时间后没有正确(?:答复|响应)|接続がタイムアウト|接続済みの呼び出し先が一定の時間を過ぎても正しく応答しなかった|연결 시간(?:이)? 초과/u,
    ),
  },
  {
    id: "localised/dropped",
    class: "net.dropped",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /verbindung wurde (?:vom (?:kommunikationspartner|remotehost|server)|von der gegenstelle) (?:zurückgesetzt|geschlossen)|vorhandene verbindung wurde vom remotehost|datenübergabe unterbrochen|connexion ré-?initialisée par le correspondant|connexion existante a dû être fermée par l['’]hôte distant|relais brisé/u,
      /conexión reinicializada por la máquina remota|interrupción de una conexión existente por el host remoto|tubería rota|conexão (?:fechada pela outra ponta|redefinida pelo (?:par|peer))|cancelamento de uma conexão existente pelo host remoto|connessione interrotta dal corrispondente|соединение (?:разорвано другой стороной|сброшено другой стороной)|удаленный хост принудительно разорвал/u,
      /连接被(?:对方|对端|远程主机)(?:重设|重置|关闭)|连接(?:已)?被?(?:重置|重設|断开)|远程主机强迫关闭了一个现有的连接|遠端主機已強制關閉|接続が相手からリセット|既存の接続はリモート ホストに強制的に切断|연결이 (?:상대편에 의해 )?(?:끊|재설정)/u,
    ),
  },
];
