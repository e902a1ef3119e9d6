package io.mild.connect.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.mild.connect.http.FakeServer;
import io.mild.connect.http.FakeServer.Reply;
import io.mild.data.Failure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Minutes of a day at which alerts are pending and fire. */
class AlertHistoryTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final FakeServer server;
  private final List<String> answers = new ArrayList<>(); // a part of the query, then minutes

  AlertHistoryTest() throws IOException {
    server =
        FakeServer.start()
            .answering(
                request -> {
                  String query = request.form().get("query");
                  for (int i = 0; i < answers.size(); i += 2) {
                    if (query.contains(answers.get(i))) {
                      return Reply.of(
                          200,
                          Answers.matrix(Answers.series(Map.of(), List.of(answers.get(i + 1)))));
                    }
                  }
                  return Reply.of(200, Answers.matrix());
                });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRunOfSamplesIsAFailure() throws Exception {
    firing("Slow", IntStream.concat(IntStream.range(100, 130), IntStream.range(600, 605)));

    assertThat(failures(Map.of("Slow", "api")))
        .containsExactly(
            Failure.of(at(100).toString(), "api", at(100)).withRecovery(at(130)),
            Failure.of(at(600).toString(), "api", at(600)).withRecovery(at(605)));
  }

  @Test
  void aShortGapIsNone() throws Exception {
    firing("Slow", IntStream.concat(IntStream.range(100, 110), IntStream.range(114, 120)));

    assertThat(failures(Map.of("Slow", "api"))).extracting(Failure::time).containsExactly(at(100));
  }

  @Test
  void itFailedWhenItBecamePending() throws Exception {
    firing("Slow", IntStream.range(105, 110));
    pending("Slow", IntStream.concat(IntStream.range(80, 83), IntStream.range(100, 105)));

    assertThat(failures(Map.of("Slow", "api"))).extracting(Failure::time).containsExactly(at(100));
  }

  /** A restart of Prometheus: two minutes of nothing, the five of its {@code for}, and on. */
  @Test
  void whatIsPendingAgainSoonAfterItFiredIsNoSecondFailure() throws Exception {
    firing("Slow", IntStream.concat(IntStream.range(105, 130), IntStream.range(137, 150)));
    pending("Slow", IntStream.concat(IntStream.range(100, 105), IntStream.range(132, 137)));

    assertThat(failures(Map.of("Slow", "api")))
        .extracting(Failure::time, failure -> failure.recovered().orElseThrow())
        .containsExactly(tuple(at(100), at(150)));
  }

  @Test
  void whatIsPendingLongAfterItFiredIsASecondFailure() throws Exception {
    firing("Slow", IntStream.concat(IntStream.range(105, 130), IntStream.range(145, 150)));
    pending("Slow", IntStream.range(140, 145));

    assertThat(failures(Map.of("Slow", "api")))
        .extracting(Failure::time)
        .containsExactly(at(105), at(140));
  }

  @Test
  void whatFiresAtTheBeginningFailedNobodyKnowsWhen() throws Exception {
    firing("Slow", IntStream.range(0, 30));

    assertThat(failures(Map.of("Slow", "api"))).isEmpty();
  }

  @Test
  void whatFiresAtTheEndHasNotRecovered() throws Exception {
    firing("Slow", IntStream.rangeClosed(1400, 1440));

    assertThat(failures(Map.of("Slow", "api")))
        .containsExactly(Failure.of(at(1400).toString(), "api", at(1400)));
  }

  @Test
  void alertsOfOneIntentAreOneAndFailuresSoonAfterAreOfOneIncident() throws Exception {
    firing("Slow", IntStream.range(100, 110));
    firing("Erring", IntStream.range(108, 120));
    firing("Late", IntStream.range(150, 160));

    assertThat(failures(Map.of("Slow", "api", "Erring", "api", "Late", "orders")))
        .containsExactly(
            Failure.of(at(100).toString(), "api", at(100)).withRecovery(at(120)),
            Failure.of(at(100).toString(), "orders", at(150)).withRecovery(at(160)));
  }

  @Test
  void aNameIsNoPromql() throws Exception {
    failures(Map.of("a\"} or x{y=\"\\\n", "api"));

    assertThat(server.requests().get(0).form())
        .containsEntry(
            "query", "max(ALERTS{alertname=\"a\\\"} or x{y=\\\"\\\\\\n\",alertstate=\"firing\"})");
  }

  @Test
  void badArgumentsAreRefused() {
    PrometheusClient client = new PrometheusClient(server.service());
    AlertHistory history = AlertHistory.of(client, Map.of("a", "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> AlertHistory.of(client, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlertHistory.of(client, Map.of("a", " ")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                history.withTimes(
                    Duration.ofMinutes(1), Duration.ofSeconds(59), Duration.ofHours(1)))
        .withMessageContaining("PT59S");
  }

  private List<Failure> failures(Map<String, String> intents) throws IOException {
    return AlertHistory.of(new PrometheusClient(server.service()), intents)
        .failures(START, at(1440))
        .failures();
  }

  private void firing(String alert, IntStream minutes) {
    answer("\"" + alert + "\",alertstate=\"firing\"", minutes);
  }

  private void pending(String alert, IntStream minutes) {
    answer("\"" + alert + "\",alertstate=\"pending\"", minutes);
  }

  private void answer(String part, IntStream minutes) {
    answers.add(part);
    answers.add(
        minutes
            .mapToObj(minute -> "[%d,\"1\"]".formatted(at(minute).getEpochSecond()))
            .collect(Collectors.joining(",")));
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
