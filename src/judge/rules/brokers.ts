// Brokers of messages: Kafka, RabbitMQ and AMQP, JMS, NATS, Pulsar, MQTT, queues of the clouds.
import { asSaid } from "./store-names.ts";
import type { Rule } from "./rule.ts";

const STORE = { class: "dep.datastore", finding: asSaid } as const;

export const BROKERS: readonly Rule[] = [
  {
    ...STORE,
    id: "brokers/kafka",
    confidence: "certain",
    pattern:
      /\bkafka\.errors\.\w{1,60}[^\n]{0,160}|\bNoBrokersAvailable\b|\bKafka(?:Timeout|ConnectionError|JS\w{1,40}|Unavailable|Connection)(?:Error|Exception)?\b[^\n]{0,160}|\bKafkaException: (?:Failed to construct kafka|Topic|Send failed|Received exception)[^\n]{0,160}|\bKafkaError\{[^\n]{1,160}|\bLocal: (?:Broker transport failure|All broker connections|Host resolution failure|Timed out|Message timed out|Authentication failure|Queue full|Unknown topic|Unknown partition|Broker handle destroyed)[^\n]{0,80}|\bBroker: (?:Unknown topic|Leader not available|Not leader|Group coordinator|Topic authorization|Group authorization|Not coordinator|Coordinator)[^\n]{0,80}|\bbrokers are down\b|\bBroker may not be available\b|\bBootstrap broker \S{1,120} \([^)\n]{1,80}\) disconnected|\bBootstrap broker \S{1,120} disconnected|\bclient has run out of available brokers\b|\b(?:LEADER_NOT_AVAILABLE|NOT_LEADER_(?:FOR_PARTITION|OR_FOLLOWER)|UNKNOWN_TOPIC_OR_PARTITION|COORDINATOR_NOT_AVAILABLE|GROUP_COORDINATOR_NOT_AVAILABLE|NOT_ENOUGH_REPLICAS)\b|\b(?:LeaderNotAvailable|UnknownTopicOrPartition|NotLeaderForPartition|NotLeaderOrFollower|CoordinatorNotAvailable|GroupCoordinatorNotAvailable|NotEnoughReplicas)(?:Exception|Error)?\b[^\n]{0,120}|\bdoes not host this topic-partition\b|\bnot present in metadata after \d{1,9} ms|\bExpiring \d{1,9} record\(s\) for\b[^\n]{0,80}|\bFailed to update metadata after \d{1,9} ms|\bNo resolvable bootstrap urls\b[^\n]{0,80}|\bTimed out waiting for a node assignment\b|\bkafka: [a-z][^\n]{1,120}|\borg\.apache\.kafka\.common\.errors\.(?:Timeout|Network|Disconnect|SaslAuthentication|SslAuthentication|Retriable|TopicAuthorization|GroupAuthorization|Broker\w{1,30}|Unsupported\w{1,30}|InvalidReplicationFactor|RecordTooLarge)Exception\b[^\n]{0,160}/u,
    unless: /\bschema registry\b[^\n]{0,40}\b40[0-9]{3}\b/iu,
  },
  {
    ...STORE,
    id: "brokers/amqp-login",
    confidence: "certain",
    transient: "no",
    pattern:
      /\bACCESS[_-]REFUSED\b[^\n]{0,120}|\b(?:Possible)?AuthenticationFailureException\b[^\n]{0,80}|\bAmqpAuthenticationException\b[^\n]{0,80}|\bBunny::\w{0,20}AuthenticationFailureError\b|\bProbableAuthenticationError\b/u,
  },
  {
    ...STORE,
    id: "brokers/amqp",
    confidence: "certain",
    pattern:
      /\b(?:pika|aiormq|aio_pika)\.exceptions\.\w{1,60}[^\n]{0,160}|\bkombu\.exceptions\.OperationalError\b[^\n]{0,160}|\bamqp\.exceptions\.\w{1,60}[^\n]{0,160}|\bAMQP (?:error|connection|channel)\b[^\n]{0,120}|\bAMQP\w{0,30}(?:Connection|IO|Runtime|Protocol|Channel|Timeout|Socket)\w{0,30}(?:Error|Exception)\b[^\n]{0,160}|\bAmqp(?:Connect|IO|Timeout|ResourceNotAvailable|IllegalState|Application\w{0,10})Exception\b[^\n]{0,160}|\bBrokerUnreachableException\b[^\n]{0,120}|\bNone of the specified endpoints were reachable\b|\bBunny::(?:TCPConnection\w{0,20}|NetworkFailure|ConnectionClosedError|ChannelAlreadyClosed|NotFound|PreconditionFailed|ConnectionTimeout|NetworkErrorWrapper|ForcedConnectionCloseError)\b[^\n]{0,120}|\bNOT[_-]FOUND - no (?:queue|exchange|vhost|binding|previously)\b[^\n]{0,120}|\bno (?:queue|exchange) '[^'\n]{1,120}' in vhost\b|\bPRECONDITION[_-]FAILED - [^\n]{1,120}|\bRESOURCE[_-]LOCKED\b[^\n]{0,120}|\bCONNECTION[_-]FORCED\b[^\n]{0,120}|\bChannel closed by server: \d{3}\b[^\n]{0,120}|\bSocket closed abruptly during opening handshake\b|\bchannel\/connection is not open\b|\bShutdownSignalException\b[^\n]{0,160}|\bHandshake terminated by server: \d{3}\b[^\n]{0,80}|\bCannot connect to amqps?:\/\/[^\n]{1,160}|\bRabbitMQ\.Client\.Exceptions\.\w{1,60}[^\n]{0,160}|\b(?:Unable|Failed|failed|unable|Could not|could not|Cannot|cannot) (?:to )?connect to (?:the )?(?:RabbitMQ|rabbitmq|AMQP|message broker)\b[^\n]{0,120}|\bQueuesNotAvailableException\b[^\n]{0,120}|\bException \(\d{3}\) Reason: "[^"\n]{1,120}"/u,
  },
  {
    /* JMS, MQTT, NATS, Pulsar, STOMP. */
    ...STORE,
    id: "brokers/others",
    confidence: "certain",
    pattern:
      /\bCould not connect to broker URL\b[^\n]{0,120}|\b(?:javax|jakarta)\.jms\.\w{0,40}(?:Exception|Error)\b[^\n]{0,160}|\bUncategorizedJmsException\b[^\n]{0,160}|\bActiveMQ(?:NotConnected|ConnectionTimedOut|Disconnected|Security|ObjectClosed|QueueMaxConsumerLimitReached|NonExistentQueue)Exception\b[^\n]{0,120}|\bMqtt(?:Security|Persistence|Communication|ConnectingFailed\w{0,10}|ConnectionFailed\w{0,10})?Exception\b[^\n]{0,120}|\bmqtt\b[^\n]{0,40}(?:ECONN\w{2,10}|[Cc]onnection refused|Not authorized|connack timeout|offline)[^\n]{0,80}|\bnats(?:\.errors\.\w{1,40}(?:Error)?|: (?:no servers|no responders|timeout|authorization|connection|stream not found|consumer not found|jetstream)[^\n]{0,80})|\bNatsError\b[^\n]{0,120}|\bno servers available for connection\b|\b(?:503 )?[Nn]o [Rr]esponders [Aa]vailable [Ff]or [Rr]equest\b|\bNATS::IO::\w{1,40}|\b(?:_pulsar\.\w{1,30}|pulsar\.exceptions\.\w{1,30}|PulsarClientException\S{0,60}|Pulsar error: \w{1,40})[^\n]{0,120}|\bstomp\.exception\.\w{1,60}[^\n]{0,80}/u,
    unless: /\bNo module named\b|\bCannot find module\b/u,
  },
  {
    /* Queues of the clouds and their emulators. */
    ...STORE,
    id: "brokers/clouds",
    confidence: "certain",
    pattern:
      /\b(?:AWS\.SimpleQueueService\.)?NonExistentQueue\b|\bQueueDoesNotExist(?:Exception)?\b|\bThe specified queue does(?:n't| not) exist\b|\bServiceBus(?:Communication|ConnectionError|Authentication\w{0,10}|Connection|Authorization|QuotaExceeded|ServerBusy)?(?:Exception|Error)\b[^\n]{0,160}|\bEventHubs?(?:Exception|Error)\b[^\n]{0,160}|\bMessagingEntityNotFound\w{0,20}/u,
  },
];
