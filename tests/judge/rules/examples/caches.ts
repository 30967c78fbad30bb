// What Redis and memcached answer, and what their clients throw.
import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const fails = (rule: string, transient: Transient, text: string): Example =>
  example(`caches/${rule}`, "dep.datastore", transient, text);

export const EXAMPLES: readonly Example[] = [
  fails("redis-login", "no", "ReplyError: NOAUTH Authentication required."),
  fails(
    "redis-login",
    "no",
    "redis.exceptions.AuthenticationError: WRONGPASS invalid username-password pair or user is disabled.",
  ),
  fails("redis-passing", "yes", "redis.exceptions.BusyLoadingError: Redis is loading the dataset in memory"),
  fails("redis-passing", "yes", "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."),
  fails("redis-answers", "either", "READONLY You can't write against a read only replica."),
  fails("redis-answers", "either", "MOVED 8191 10.4.0.12:6379"),
  fails("redis-answers", "either", "ResponseError: OOM command not allowed when used memory > 'maxmemory'."),
  fails(
    "redis-answers",
    "either",
    "ReplyError: MISCONF Redis is configured to save RDB snapshots, but is currently not able to persist on disk.",
  ),
  fails(
    "redis-clients",
    "either",
    "redis.exceptions.ConnectionError: Error 111 connecting to cache:6399. Connection refused.",
  ),
  fails("redis-clients", "either", "redis.clients.jedis.exceptions.JedisConnectionException: Failed to create socket."),
  fails(
    "redis-clients",
    "either",
    "StackExchange.Redis.RedisConnectionException: It was not possible to connect to the redis server(s).",
  ),
  fails(
    "redis-clients",
    "either",
    "MaxRetriesPerRequestError: Reached the max retries per request limit (which is 20).",
  ),
  fails(
    "redis-clients",
    "either",
    "Redis::CannotConnectError: Error connecting to Redis on cache:6399 (Errno::ECONNREFUSED)",
  ),
  fails("memcached", "either", "Dalli::RingError: No server available"),
];
