package org.example.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mild.Assessment;
import io.mild.Mild;
import io.mild.explanation.Explanation;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModulePathTest {

  @Test
  void allThatScoresAreModulesAndNoneAutomatic() {
    assertTrue(Score.class.getModule().isNamed());
    for (String name :
        Set.of(
            "io.mild",
            "io.mild.alerting",
            "io.mild.explain",
            "io.mild.features",
            "io.mild.moe",
            "com.fasterxml.jackson.core",
            "de.siegmar.fastcsv",
            "org.slf4j")) {
      ModuleDescriptor module =
          ModuleLayer.boot().findModule(name).orElseThrow(() -> new AssertionError(name)).getDescriptor();
      assertFalse(module.isAutomatic(), name);
    }
  }

  @Test
  void whatIsInternalIsNotExported() {
    Set<String> exported =
        Mild.class.getModule().getDescriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(Exports::source)
            .collect(Collectors.toSet());

    assertEquals(
        Set.of(
            "io.mild",
            "io.mild.data",
            "io.mild.explanation",
            "io.mild.goals",
            "io.mild.keyed",
            "io.mild.report",
            "io.mild.shadow"),
        exported);
  }

  @Test
  void aModelIsLoadedScoresAndExplains() throws Exception {
    Assessment latest = Score.latest(resource("format-1.mild"), resource("format-1-rows.csv"));
    Explanation explanation = latest.explain("api");

    assertEquals(2, latest.intents().size());
    assertTrue(explanation.toJson().contains("contributions"));
    assertTrue(explanation.toSvg().startsWith("<svg"));
  }

  @Test
  void theExportNamesWhatToAdd(@org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
    Mild mild = Mild.load(resource("format-1.mild"));

    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class, () -> mild.exportOnnx(folder.resolve("model.onnx")));
    assertTrue(refusal.getMessage().contains("org.tribuo:tribuo-util-onnx:"), refusal::getMessage);
  }

  private static Path resource(String name) throws Exception {
    return Path.of(ModulePathTest.class.getResource("/" + name).toURI());
  }
}
