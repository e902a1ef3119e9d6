package io.mild.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.HandMade;
import io.mild.Mild;
import io.mild.alerting.health.HealthEvent;
import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedHealth;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedQuestion;
import io.mild.keyed.KeyedRow;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.KeyedState;
import io.mild.keyed.ManySystems;
import io.mild.keyed.RefusedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/**
 * The operator by itself, in Flink's terms: what comes in, what comes out, clocks and snapshots.
 */
class OperatorTest {
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  @Test
  void aRowThatWaitsIsScoredWhenTheWatermarkIsPastIt() throws Exception {
    try (Operator operator = Operator.open(KeyedSettings.DEFAULT.withDisorder(TWO_MINUTES))) {
      operator.model(ManySystems.model());
      operator.row(ManySystems.row(0, 0));
      operator.message(new KeyedQuestion(ManySystems.key(0)));
      operator.watermark(ManySystems.time(2).toEpochMilli() - 1);
      operator.message(new KeyedQuestion(ManySystems.key(0)));
      operator.watermark(ManySystems.time(4).toEpochMilli());
      operator.message(new KeyedQuestion(ManySystems.key(0)));

      assertThat(operator.side(AssuranceFunction.STATUSES))
          .extracting(KeyStatus::waiting)
          .containsExactly(1, 1, 0);
    }
  }

  @Test
  void rowsThatCameBeforeTheirModelAreScoredWithIt() throws Exception {
    try (Operator operator = Operator.open(KeyedSettings.DEFAULT)) {
      for (int minute = 0; minute < 400; minute++) {
        operator.row(ManySystems.row(0, minute));
      }
      operator.watermark(Long.MAX_VALUE);
      assertThat(operator.incidents()).isEmpty();
      operator.model(ManySystems.model());

      assertThat(ManySystems.byKey(operator.incidents())).isEqualTo(ManySystems.expected(1, 400));
    }
  }

  @Test
  void aLateRowAndABadModelGoAside() throws Exception {
    try (Operator operator = Operator.open(KeyedSettings.DEFAULT)) {
      operator.model(ManySystems.model());
      operator.row(ManySystems.row(0, 1));
      operator.row(ManySystems.row(0, 0));
      operator.model(KeyedModel.of(ManySystems.KIND, HandMade.simple()));
      operator.row(ManySystems.row(0, 2));

      assertThat(operator.side(AssuranceFunction.REFUSED_MESSAGES))
          .extracting(RefusedMessage::reason)
          .containsExactly(RefusedMessage.Reason.LATE);
      assertThat(operator.side(AssuranceFunction.REFUSED_MODELS)).hasSize(1);
    }
  }

  /** By the processing clock, by one timer; also of a key that waits for its model. */
  @Test
  void silenceIsToldOnceAndThatItIsOver() throws Exception {
    try (Operator operator = Operator.open(KeyedSettings.DEFAULT.withSilence(TWO_MINUTES))) {
      long start = operator.clock();
      operator.model(ManySystems.model());
      operator.row(ManySystems.row(0, 0));
      assertThat(operator.processingTimers()).isEqualTo(1);
      operator.clock(start + 100_000);
      operator.row(ManySystems.row(0, 1));
      operator.clock(start + 219_000);
      assertThat(operator.side(AssuranceFunction.HEALTH)).isEmpty();
      operator.clock(start + 1_000_000);
      assertThat(operator.processingTimers()).isZero();
      operator.row(ManySystems.row(0, 2));
      assertThat(operator.processingTimers()).isEqualTo(1);

      assertThat(operator.side(AssuranceFunction.HEALTH))
          .extracting(KeyedHealth::event)
          .extracting(HealthEvent::kind)
          .containsExactly(HealthEvent.Kind.FOUND, HealthEvent.Kind.CLEARED);
    }
  }

  /** Timers that were due while nothing ran fire at the restore, and must not cry wolf. */
  @Test
  void silenceIsNotToldForTheTimeInWhichNothingRan() throws Exception {
    OperatorSubtaskState snapshot;
    KeyedSettings settings = KeyedSettings.DEFAULT.withSilence(TWO_MINUTES);
    long start;
    try (Operator operator = Operator.open(settings)) {
      start = operator.clock();
      operator.model(ManySystems.model());
      operator.row(ManySystems.row(0, 0));
      snapshot = operator.snapshot();
    }
    try (Operator operator = Operator.restore(settings, snapshot, start + 3_600_000)) {
      operator.clock(start + 3_600_000 + 60_000);
      assertThat(operator.side(AssuranceFunction.HEALTH)).isEmpty();
      operator.clock(start + 3_600_000 + 60_000 + 119_000);
      assertThat(operator.side(AssuranceFunction.HEALTH)).isEmpty();
      operator.clock(start + 3_600_000 + 60_000 + 121_000);
      assertThat(operator.side(AssuranceFunction.HEALTH)).hasSize(1);
    }
  }

  @Test
  void theModelsInForceAndTheStreamsAreInASnapshot() throws Exception {
    Mild first = HandMade.withoutPull().horizon(120, 1).build();
    Mild second = HandMade.withPull(0.3).horizon(120, 1.2).build();
    List<KeyedIncident> whole = new ArrayList<>();
    List<KeyedIncident> parts = new ArrayList<>();
    try (Operator operator = Operator.open(KeyedSettings.DEFAULT)) {
      operator.model(KeyedModel.of("hand", first));
      feed(operator, 0, 30);
      operator.model(KeyedModel.of("hand", second));
      feed(operator, 30, 60);
      whole.addAll(operator.incidents());
    }
    OperatorSubtaskState snapshot;
    try (Operator operator = Operator.open(KeyedSettings.DEFAULT)) {
      operator.model(KeyedModel.of("hand", first));
      feed(operator, 0, 30);
      operator.model(KeyedModel.of("hand", second)); // of which no row has come yet
      snapshot = operator.snapshot();
      parts.addAll(operator.incidents());
    }
    try (Operator operator = Operator.restore(KeyedSettings.DEFAULT, snapshot, 0)) {
      feed(operator, 30, 60);
      parts.addAll(operator.incidents());
    }
    assertThat(parts).isEqualTo(whole).isNotEmpty();
  }

  private static void feed(Operator operator, int from, int until) throws Exception {
    for (int minute = from; minute < until; minute++) {
      long time = HandMade.START.plus(Duration.ofMinutes(minute)).toEpochMilli();
      double load = minute % 15 < 5 ? 0 : 1.5;
      operator.row(new KeyedRow("a", "hand", time, new double[] {load, 0.5}));
    }
  }

  @Test
  void aStateComesBackFromFlinksBytesAndACopyIsItsOwn() throws Exception {
    KeyedStateSerializer serializer = new KeyedStateSerializer();
    KeyedState state;
    try (var in = ManySystems.class.getResourceAsStream("keyed-1.bin")) {
      state = KeyedState.ofBytes(in.readAllBytes());
    }
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(state, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    KeyedState read = serializer.deserialize(in);

    assertThat(read.toBytes()).isEqualTo(state.toBytes());
    assertThat(serializer.copy(state)).isNotSameAs(state);
    assertThat(serializer.isImmutableType()).isFalse();
    DataOutputSerializer copied = new DataOutputSerializer(16);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
  }
}
