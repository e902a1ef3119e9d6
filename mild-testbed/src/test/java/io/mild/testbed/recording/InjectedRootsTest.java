package io.mild.testbed.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.testbed.scene.FaultKind;
import io.mild.testbed.scene.InjectedFault;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InjectedRootsTest {
  private static final InjectedFault SLOW_DISK =
      new InjectedFault(7, new FaultKind("ingestion", "slow-disk"), 100, 40, 10, 5, 1, 1, false);

  @Test
  void theIntentThatTheFaultWasInjectedAtIsTheRootAndOthersAreVictims() {
    assertThat(roots(broken("api", 130, 140), broken("ingestion", 135, 160)).failures())
        .containsExactly(
            Failure.of("f7", "api", RecordingFiles.time(130))
                .withOnset(RecordingFiles.time(100))
                .withRecovery(RecordingFiles.time(140))
                .withRole(Failure.Role.VICTIM)
                .withKind("slow-disk"),
            Failure.of("f7", "ingestion", RecordingFiles.time(135))
                .withOnset(RecordingFiles.time(100))
                .withRecovery(RecordingFiles.time(160))
                .withRole(Failure.Role.ROOT)
                .withKind("slow-disk"));
  }

  @Test
  void whatBreaksAgainIsTheSameFailureWithALaterRecovery() {
    assertThat(roots(broken("ingestion", 130, 140), broken("ingestion", 150, 180)).failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.time()).isEqualTo(RecordingFiles.time(130));
              assertThat(failure.recovered()).contains(RecordingFiles.time(180));
            });
  }

  @Test
  void aQueueThatIsStillFullAfterTheFaultIsItsDoingAndAnHourLaterIsNot() {
    assertThat(roots(broken("api", 184, 190)).failures().get(0).incident()).isEqualTo("f7");
    assertThat(roots(broken("api", 190, 200), broken("api", 300, 310)).failures())
        .allSatisfy(
            failure -> {
              assertThat(failure.kind()).isEqualTo("none");
              assertThat(failure.role()).isEqualTo(Failure.Role.UNKNOWN);
              assertThat(failure.onset()).isEmpty();
            })
        .extracting(Failure::incident)
        .containsExactly("n1", "n2");
  }

  private static FailureLog roots(Failure... broken) {
    return InjectedRoots.of(new FailureLog(List.of(broken)), List.of(SLOW_DISK));
  }

  private static Failure broken(String intent, int row, int recovered) {
    return Failure.of("1", intent, RecordingFiles.time(row))
        .withRecovery(RecordingFiles.time(recovered));
  }
}
