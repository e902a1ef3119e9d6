package io.mild;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.goals.Goal;
import io.mild.goals.Goals;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A stream that rests as bytes after each of its rows says what one says that never rests. */
class RestTest {
  private static final int ROWS = 80;
  private static final Goal KEPT = Goal.of("orders").holds(kpi("queue").atMost(1));
  private static final Goal WITH_BUDGET =
      Goal.of("api").holds(kpi("cpu").atMost(1)).objective(0.9, Duration.ofHours(1));

  @Property(tries = 70)
  void ofAnyKindOfModel(@ForAll @IntRange(max = 6) int kind, @ForAll long seed) throws IOException {
    assertRestChangesNothing(AnyModel.all().get(kind), seed);
  }

  @Property(tries = 30)
  void ofAnyNumberOfIntents(@ForAll @IntRange(min = 1, max = 30) int intents, @ForAll long seed)
      throws IOException {
    assertRestChangesNothing(AnyModel.ofIntents(intents), seed);
  }

  @Property(tries = 30)
  void withGoals(@ForAll long seed) throws IOException {
    assertRestChangesNothing(AnyModel.recommended().withGoals(Goals.of(WITH_BUDGET, KEPT)), seed);
  }

  private static void assertRestChangesNothing(Mild mild, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    boolean feedback = mild.takesFeedback();
    AssuranceStream live = feedback ? mild.openFeedbackStream() : mild.openStream();
    StreamWorker worker = new StreamWorker(mild, feedback);
    byte[] state = worker.state(new byte[0]);
    Rows rows = new Rows(random);
    for (int i = 0; i < ROWS; i++) {
      rows.advance();
      long calls = random.nextLong();
      String expected = told(live, rows, new SplittableRandom(calls));
      String found = told(worker.at(state), rows, new SplittableRandom(calls));
      state = worker.state(state);
      assertThat(found).isEqualTo(expected);
    }
    assertThat(worker.at(state).snapshot()).isEqualTo(live.snapshot());
  }

  /** Rows as systems send them: with all digits or few, with values missing, late and early. */
  private static final class Rows {
    private final SplittableRandom random;
    private final double parts;
    private final double[] values = new double[3];
    private Instant time = HandMade.START;

    Rows(SplittableRandom random) {
      this.random = random;
      this.parts = new double[] {1, 100, 0x1p40}[random.nextInt(3)];
    }

    void advance() {
      int seconds = random.nextInt(12) == 0 ? 20 : random.nextInt(30) == 0 ? 9_000 : 60;
      time = time.plusSeconds(seconds).plusMillis(random.nextInt(-50, 50));
      boolean still = random.nextInt(3) == 0;
      for (int kpi = 0; kpi < values.length && !still; kpi++) {
        double value = Math.rint(random.nextDouble(-3, 3) * parts) / parts;
        values[kpi] = random.nextInt(9) == 0 ? Double.NaN : value;
      }
    }
  }

  /** All that a stream says of a row and of what it is told after it. */
  private static String told(AssuranceStream stream, Rows rows, SplittableRandom random) {
    double[] refused = rows.values.clone();
    refused[random.nextInt(refused.length)] = Double.NEGATIVE_INFINITY;
    assertThatIllegalArgumentException().isThrownBy(() -> stream.accept(rows.time, refused));
    Assessment now = stream.accept(rows.time, rows.values);
    String intent = now.intents().get(0).intent();
    Instant before = rows.time.minusSeconds(random.nextInt(600));
    boolean isNews =
        switch (random.nextInt(24)) {
          case 0 -> stream.failed(intent, before);
          case 1 -> stream.recovered(intent, before);
          case 2 -> stream.acted(before);
          case 3 -> stream.judge(rows.time, true);
          case 4 -> stream.incidents().stream().anyMatch(open -> stream.acknowledge(open.id()));
          default -> false;
        };
    return String.join(
        "\n",
        StreamedAssessment.of(now, stream.mild().horizons()).toString(),
        now.verdict().toString(),
        now.goals().toString(),
        now.incidentEvents().toString(),
        now.healthEvents().toString(),
        stream.incidents().toString(),
        stream.health().toString(),
        Boolean.toString(isNews));
  }

  @Test
  void goalsOfAnotherModelArePassedOver() throws IOException {
    Mild before = AnyModel.shared().withGoals(Goals.of(WITH_BUDGET, KEPT));
    for (Goals goals : new Goals[] {Goals.NONE, Goals.of(KEPT)}) {
      Mild after = AnyModel.shared().withGoals(goals);
      AssuranceStream live = before.openStream();
      live.accept(HandMade.START, 1, 2, 3);
      StreamWorker worker = new StreamWorker(before, false);
      worker.atBeginning().accept(HandMade.START, 1, 2, 3);
      byte[] state = worker.state(new byte[0]);

      AssuranceStream moved = new StreamWorker(after, false).movedFrom(state, true);

      assertThat(moved.snapshot()).isEqualTo(live.moveTo(after).snapshot());
    }
  }

  /** So that a stream does not need another array with each row. */
  @Test
  void aStateIsWrittenToTheArrayBeforeWhereThatHasRoom() throws IOException {
    StreamWorker worker = new StreamWorker(AnyModel.recommended(), false);
    worker.atBeginning().accept(HandMade.START, 1, 2, 3);
    byte[] state = worker.state(new byte[0]);
    byte[] roomy = Arrays.copyOf(state, state.length + 9);
    Arrays.fill(roomy, (byte) 7);

    assertThat(worker.state(roomy)).isSameAs(roomy);
    assertThat(worker.at(roomy).lastRow()).contains(HandMade.START);
    assertThat(worker.state(new byte[2_000])).hasSameSizeAs(state);
    roomy[roomy.length - 1] = 1;
    assertThatIOException().isThrownBy(() -> worker.at(roomy)).withMessageContaining("too many");
  }
}
