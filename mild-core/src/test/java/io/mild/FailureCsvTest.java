package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.data.DataFileException;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureCsvTest {
  private static final String HEADER = "incident,intent,onset,failure,recovered,role,kind\n";
  private static final Failure FULL =
      Failure.of("INC-1", "api", Instant.ofEpochSecond(600))
          .withOnset(Instant.ofEpochSecond(300))
          .withRecovery(Instant.ofEpochSecond(900))
          .withRole(Failure.Role.ROOT)
          .withKind("codrift");

  @TempDir private Path folder;

  @Test
  void allColumnsAreRead() throws IOException {
    assertThat(read(HEADER + "INC-1,api,300,600,900,root,codrift\n").failures())
        .containsExactly(FULL);
  }

  @Test
  void columnsMayComeInAnyOrder() throws IOException {
    assertThat(
            read("kind,role,recovered,failure,onset,intent,incident\n"
                    + "codrift,Root,900,600,1970-01-01T00:05:00Z,api,INC-1\n")
                .failures())
        .containsExactly(FULL);
  }

  @Test
  void whatIsNotKnownMayBeEmptyOrLeftOut() throws IOException {
    Failure bare = Failure.of("INC-1", "api", Instant.ofEpochSecond(600));

    assertThat(read(HEADER + "INC-1,api,,600,,,\n").failures()).containsExactly(bare);
    assertThat(read("incident,intent,failure\nINC-1,api,600\n").failures()).containsExactly(bare);
    assertThat(bare.onset()).isEmpty();
    assertThat(bare.recovered()).isEmpty();
    assertThat(bare.role()).isEqualTo(Failure.Role.UNKNOWN);
  }

  @Test
  void failuresComeInTheOrderOfTimeAndIntentsInThatOfTheirFirstFailure() throws IOException {
    FailureLog log =
        read(HEADER + "3,api,,900,,victim,\n1,orders,,300,,,\n2,api,,600,,,\n2,billing,,700,,,\n");

    assertThat(log.failures()).extracting(Failure::incident).containsExactly("1", "2", "2", "3");
    assertThat(log.intents()).containsExactly("orders", "api", "billing");
  }

  @Test
  void aGzippedLogWithByteOrderMarkAndCarriageReturnsIsReadToo() throws IOException {
    Path file = folder.resolve("failures.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      String csv = "\uFEFF" + HEADER + "INC-1,\"api\",300,600,900,root,codrift\n";
      out.write(csv.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    assertThat(FailureLog.readCsv(file).failures()).containsExactly(FULL);
  }

  @Test
  void aLogWithoutFailuresIsEmpty() throws IOException {
    assertThat(read(HEADER).failures()).isEmpty();
  }

  @Test
  void aColumnThatIsMissingOrThereTwiceIsRefused() {
    assertRefused("incident,intent,onset\n", 1, "'failure'", "missing");
    assertRefused("", 1, "empty");
    assertRefused("incident,incident,intent,failure\n1,1,api,600\n", 1, "'incident'", "twice");
  }

  @Test
  void eachCellThatCannotBeIsRefusedByFileAndLine() {
    assertRefused(HEADER + "1,api,,600,,,\n1,api,,soon,,,\n", 3, "failure", "'soon'");
    assertRefused(HEADER + "1,api,,,,,\n", 2, "failure", "''");
    assertRefused(HEADER + "1,api,x,600,,,\n", 2, "onset", "'x'");
    assertRefused(HEADER + "1,api,,600,x,,\n", 2, "recovered", "'x'");
    assertRefused(HEADER + "1,api,,600,,cause,\n", 2, "role", "'cause'", "root");
    assertRefused(HEADER + "1, ,,600,,,\n", 2, "intent");
    assertRefused(HEADER + "1,api,600,600,,,\n", 2, "onset", "1970-01-01T00:10:00Z");
    assertRefused(HEADER + "1,api,,600,300,,\n", 2, "recovered", "1970-01-01T00:05:00Z");
    assertRefused(HEADER + "1,api,600\n", 2, "7 columns", "3");
  }

  @Test
  void aFailureWithoutIntentOrWithTimesOutOfOrderIsRefusedByTheValue() {
    Failure failure = Failure.of("INC-1", "api", Instant.ofEpochSecond(600));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Failure.of("INC-1", " ", Instant.EPOCH))
        .withMessageContaining("INC-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> failure.withOnset(Instant.ofEpochSecond(600)))
        .withMessageContaining("1970-01-01T00:10:00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> failure.withRecovery(Instant.ofEpochSecond(599)))
        .withMessageContaining("1970-01-01T00:09:59Z");
  }

  @Test
  void failuresAreEqualIfAllThatIsKnownOfThemIs() {
    assertThat(FULL)
        .isEqualTo(FULL.withKind("codrift"))
        .hasSameHashCodeAs(FULL.withKind("codrift"));
    for (Failure other :
        List.of(
            FULL.withKind("simple"),
            FULL.withRole(Failure.Role.VICTIM),
            FULL.withOnset(Instant.EPOCH),
            FULL.withRecovery(Instant.ofEpochSecond(901)))) {
      assertThat(other).isNotEqualTo(FULL);
    }
  }

  private FailureLog read(String csv) throws IOException {
    return FailureLog.readCsv(Files.writeString(folder.resolve("failures.csv"), csv));
  }

  private void assertRefused(String csv, int line, String... named) {
    assertThatThrownBy(() -> read(csv))
        .isInstanceOf(DataFileException.class)
        .message()
        .contains("failures.csv, line " + line + ":")
        .contains(named);
  }
}
