#!/usr/bin/env bash
# Kafka 4.4.0: records-lag and records-lag-max of a consumer that is too slow.
#
# Expected: a tenth of what comes is read, so the consumer's lag rises, by 90 with every poll here.
# Seen:     it falls by 10 with every poll. The client takes what poll returned from the end of the partition as it was
#           when the batch in its buffer was fetched, and fetches (up to 1 MiB a partition) again only when that is
#           empty. All that comes meanwhile is not in it. So it is with both group protocols. records-lag-max is the
#           largest of those. Of a consumer that polls no more, records-lag stays as it was, and records-lag-max is NaN
#           once its window has passed.
# So:       the lag that a service tells of itself (kafka_consumer_fetch_manager_records_lag...) goes down while it falls
#           behind: a predictor learns that a failure is an improvement, and a goal on it is met. Take the lag from the
#           broker: end offsets less committed ones.
#
# Output seen (OpenJDK 17.0.15; 500 records wait, then 100 come before each poll, which gives 10):
#   classic: behind 580 told 480, behind 1030 told 430, behind 1480 told 380, largest told 490
#   consumer: behind 580 told 480, behind 1030 told 430, behind 1480 told 380, largest told 490
#
# Needs python3 for two free ports.
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
broker=
trap '[ -z "$broker" ] || kill "$broker" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

cat >"$folder/Slow.java" <<'JAVA'
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Slow {
  public static void main(String[] args) throws Exception {
    for (String protocol : List.of("classic", "consumer")) {
      Map<String, Object> server = Map.of("bootstrap.servers", args[0]);
      Map<String, Object> settings =
          Map.of(
              "bootstrap.servers", args[0],
              "group.id", protocol,
              "group.protocol", protocol,
              "auto.offset.reset", "earliest",
              "max.poll.records", 10);
      try (var admin = Admin.create(server);
          var producer =
              new KafkaProducer<>(server, new StringSerializer(), new StringSerializer());
          var consumer =
              new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
        admin.createTopics(List.of(new NewTopic(protocol, 1, (short) 1))).all().get();
        send(producer, protocol, 500);
        consumer.subscribe(List.of(protocol));
        int sent = 500;
        int read = 0;
        while (read == 0) {
          read = consumer.poll(Duration.ofMillis(100)).count();
        }
        List<String> told = new ArrayList<>();
        for (int polls = 0; polls < 11; polls++) {
          send(producer, protocol, 100);
          sent += 100;
          Thread.sleep(300);
          read += consumer.poll(Duration.ofMillis(100)).count();
          if (polls % 5 == 0) {
            told.add("behind " + (sent - read) + " told " + metric(consumer, "records-lag"));
          }
        }
        told.add("largest told " + metric(consumer, "records-lag-max"));
        System.out.println(protocol + ": " + String.join(", ", told));
      }
    }
  }

  private static void send(KafkaProducer<String, String> producer, String topic, int records) {
    for (int i = 0; i < records; i++) {
      producer.send(new ProducerRecord<>(topic, "value"));
    }
    producer.flush();
  }

  /** Of the partition. */
  private static int metric(KafkaConsumer<?, ?> consumer, String name) {
    return consumer.metrics().entrySet().stream()
        .filter(e -> e.getKey().name().equals(name) && e.getKey().tags().containsKey("partition"))
        .mapToInt(e -> ((Double) e.getValue().metricValue()).intValue())
        .findFirst()
        .orElseThrow();
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>slow</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.4.0</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Slow.java"

free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free)
controller=$(free)
cat >"$folder/server.properties" <<END_OF_PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
log.dirs=$folder/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
END_OF_PROPERTIES
java -cp "$folder/lib/*" kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAQ \
  -c "$folder/server.properties" >"$folder/format.log" 2>&1
java -Xmx300m -cp "$folder/lib/*" kafka.Kafka "$folder/server.properties" >"$folder/broker.log" 2>&1 &
broker=$!
came=$(java -cp "$folder:$folder/lib/*" Slow "127.0.0.1:$port" 2>"$folder/client.log")
echo "$came"
expected='classic: behind 580 told 480, behind 1030 told 430, behind 1480 told 380, largest told 490
consumer: behind 580 told 480, behind 1030 told 430, behind 1480 told 380, largest told 490'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
