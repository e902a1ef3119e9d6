#!/usr/bin/env bash
# flink-connector-kafka 5.0.0-2.2 with a newer client of Kafka 4.
#
# Expected: the connector, made for kafka-clients 4.2.0, runs with 4.4.0, as a minor version of a public client promises.
# Seen:     sources and sinks that are at least once do. The exactly-once sink calls a method of an internal class of the
#           client, TransactionalRequestResult.await(), which 4.4.0 has no more: each checkpoint fails with a NoSuchMethodError,
#           the job restarts for ever, and nothing is ever committed.
# So:       a job with that sink leaves kafka-clients at the connector's version; our example, whose broker of 4.4.0 runs in the
#           same JVM, writes at least once.
#
# Output seen (OpenJDK 17.0.15):
#   the connector calls TransactionalRequestResult.await:()V
#   kafka-clients 4.2.0 has it
#   kafka-clients 4.4.0 lacks it
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fetch() { # artifact, version
  cat >"$folder/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>clients</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>$1</groupId><artifactId>$2</artifactId><version>$3</version>
      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>
  </dependencies>
</project>
POM
  (cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory="lib-$2-$3" >/dev/null)
}

fails=0
shows() { # what came, what is expected
  echo "$1"
  if [ "$1" != "$2" ]; then
    echo "changed: '$2' expected"
    fails=1
  fi
}

fetch org.apache.flink flink-connector-kafka 5.0.0-2.2
call=$(javap -p -c -cp "$folder/lib-flink-connector-kafka-5.0.0-2.2/*" \
  org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer |
  grep -o 'TransactionalRequestResult.await:()V' | head -1 || true)
shows "the connector calls $call" 'the connector calls TransactionalRequestResult.await:()V'
for version in 4.2.0 4.4.0; do
  fetch org.apache.kafka kafka-clients "$version"
  if javap -p -cp "$folder/lib-kafka-clients-$version/*" \
    org.apache.kafka.clients.producer.internals.TransactionalRequestResult | grep -q 'void await();'; then
    has='has it'
  else
    has='lacks it'
  fi
  expected='has it'
  [ "$version" = 4.2.0 ] || expected='lacks it'
  shows "kafka-clients $version $has" "kafka-clients $version $expected"
done
exit "$fails"
