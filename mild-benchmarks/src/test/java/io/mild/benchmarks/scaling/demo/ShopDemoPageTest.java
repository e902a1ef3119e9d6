package io.mild.benchmarks.scaling.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.scaling.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopDemoPageTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void tellsBothDaysInWordsAndPictures() throws IOException {
    Path file = folder.resolve("page.html");
    ShopDemoPage.write(file, day(Mode.ADVISE), day(Mode.ACT));

    assertThat(Files.readString(file))
        .contains("Mode ADVISE: 60 minutes with a goal missed", "Mode ACT", "risk &lt; 1 &amp; low")
        .contains("<svg")
        .doesNotContain("NaN", "<script", "src=")
        .doesNotContainPattern("\\{[a-zA-Z]+}");
    assertThat(Files.readString(file).split("<svg", -1)).hasSize(1 + 2 * 3);
  }

  /** A goal is missed from 8:00 to 9:00. */
  private static ShopDay day(Mode mode) {
    List<ShopDay.Minute> minutes =
        IntStream.range(0, 24 * 60)
            .mapToObj(
                i ->
                    new ShopDay.Minute(
                        START.plusSeconds(60L * i),
                        i % 60 / 60.0,
                        4 + i / 200,
                        2 + i / 300,
                        i / 400.0,
                        i / 60 == 8 ? List.of("gateway") : List.of(),
                        8))
            .toList();
    return new ShopDay(mode, List.of("00:00  risk < 1 & low"), minutes, List.of(), 100);
  }
}
