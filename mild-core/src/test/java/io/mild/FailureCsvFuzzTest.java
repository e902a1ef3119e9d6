package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mild.data.DataFileException;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes in place of a CSV file of failures. */
class FailureCsvFuzzTest {
  private static final int CHANGES = 1_000;

  @TempDir private static Path folder;

  @FuzzTest
  void anyFileIsRefusedOrIsALog(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("any.csv"), bytes);
    Untrusted.read(bytes.length, DataFileException.class, () -> FailureLog.readCsv(file))
        .ifPresent(FailureCsvFuzzTest::requireSound);
  }

  private static void requireSound(FailureLog log) {
    assertThat(log.intents()).doesNotHaveDuplicates().allMatch(intent -> !intent.isBlank());
    for (Failure failure : log.failures()) {
      assertThat(failure.onset().stream()).allMatch(onset -> onset.isBefore(failure.time()));
      assertThat(failure.recovered().stream()).noneMatch(end -> end.isBefore(failure.time()));
      assertThat(failure.toString()).isNotEmpty();
    }
  }

  @Test
  void aFileChangedByChanceIsRefusedOrIsALog() throws IOException {
    for (byte[] bytes :
        Mutations.of(
                Mutations.corpus(FailureCsvFuzzTest.class, "anyFileIsRefusedOrIsALog"), CHANGES)
            .toList()) {
      anyFileIsRefusedOrIsALog(bytes);
    }
  }
}
