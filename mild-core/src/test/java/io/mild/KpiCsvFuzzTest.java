package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mild.data.CsvFormat;
import io.mild.data.CsvFormat.Duplicates;
import io.mild.data.DataFileException;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes in place of a CSV file of KPIs. */
class KpiCsvFuzzTest {
  private static final int CHANGES = 1_000;
  private static final List<CsvFormat> FORMATS =
      List.of(
          CsvFormat.DEFAULT,
          CsvFormat.DEFAULT.withSorting().withDuplicates(Duplicates.MEAN).withDecimalComma(),
          CsvFormat.DEFAULT
              .withZone(ZoneId.of("Europe/Berlin"))
              .withTimeColumn("timestamp", "cpu")
              .withDuplicates(Duplicates.LAST),
          CsvFormat.DEFAULT.withLongFormat("cpu", "ram").withoutColumns("disk"));

  @TempDir private static Path folder;

  @FuzzTest
  void anyFileIsRefusedOrIsAHistory(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("any.csv"), bytes);
    for (CsvFormat format : FORMATS) {
      Untrusted.read(bytes.length, DataFileException.class, () -> KpiHistory.readCsv(format, file))
          .ifPresent(KpiCsvFuzzTest::requireSound);
    }
  }

  private static void requireSound(KpiHistory history) {
    assertThat(history.kpis()).isNotEmpty().doesNotHaveDuplicates();
    for (int row = 0; row < history.rows(); row++) {
      assertThat(history.values(row)).doesNotContain(Double.POSITIVE_INFINITY);
      assertThat(history.values(row)).doesNotContain(Double.NEGATIVE_INFINITY);
      assertThat(row == 0 || history.time(row).isAfter(history.time(row - 1))).isTrue();
    }
    assertThat(history.rows() < 2 || !history.samplingPeriod().isNegative()).isTrue();
    assertThat(history.toString()).isNotEmpty();
  }

  @Test
  void aFileChangedByChanceIsRefusedOrIsAHistory() throws IOException {
    for (byte[] bytes :
        Mutations.of(
                Mutations.corpus(KpiCsvFuzzTest.class, "anyFileIsRefusedOrIsAHistory"), CHANGES)
            .toList()) {
      anyFileIsRefusedOrIsAHistory(bytes);
    }
  }
}
