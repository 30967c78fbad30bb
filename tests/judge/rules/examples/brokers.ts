// What brokers of messages say.
import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const fails = (rule: string, transient: Transient, text: string): Example =>
  example(`brokers/${rule}`, "dep.datastore", transient, text);

export const EXAMPLES: readonly Example[] = [
  fails("kafka", "either", "kafka.errors.NoBrokersAvailable: NoBrokersAvailable"),
  fails("kafka", "either", "KafkaJSNumberOfRetriesExceeded: Connection error: connect ECONNREFUSED 10.4.0.30:9192"),
  fails(
    "kafka",
    "either",
    "org.apache.kafka.common.errors.TimeoutException: Topic parcels not present in metadata after 60000 ms.",
  ),
  fails(
    "kafka",
    "either",
    'KafkaError{code=_TRANSPORT,val=-195,str="Failed to get metadata: Local: Broker transport failure"}',
  ),
  fails(
    "kafka",
    "either",
    "[Producer clientId=depot] Connection to node -1 (kafka/10.4.0.30:9192) could not be established. Broker may not be available.",
  ),
  fails(
    "amqp-login",
    "no",
    'Error: Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused"',
  ),
  fails("amqp", "either", "pika.exceptions.AMQPConnectionError"),
  fails(
    "amqp",
    "either",
    "RabbitMQ.Client.Exceptions.BrokerUnreachableException: None of the specified endpoints were reachable",
  ),
  fails(
    "amqp",
    "either",
    "Error: Channel closed by server: 404 (NOT-FOUND) with message \"NOT_FOUND - no queue 'parcels' in vhost '/'\"",
  ),
  fails(
    "others",
    "either",
    "javax.jms.JMSException: Could not connect to broker URL: tcp://mq:61617. Reason: java.net.ConnectException: Connection refused",
  ),
  fails("others", "either", "nats: no servers available for connection"),
  fails(
    "clouds",
    "either",
    "botocore.errorfactory.QueueDoesNotExist: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the SendMessage operation: The specified queue does not exist.",
  ),
  fails("others", "either", "java.io.IOException: Error Publishing: 503 No Responders Available For Request"),
];
