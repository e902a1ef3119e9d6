package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Mild;
import io.mild.OnnxFileTest;
import io.mild.SmallService;
import io.mild.report.Preset;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime makes of a model that was just trained. */
class TrainedOnnxTest {
  @TempDir private Path folder;

  @Test
  void thePapersWithAMixtureAHorizonIsScoredAsItsStreamDoes() throws Exception {
    Mild paper =
        SmallTraining.shortTrainer()
            .preset(Preset.PAPER)
            .horizons(SmallService.LONG, SmallService.SHORT)
            .train(SmallService.history(), SmallService.failures());

    assertThat(paper.model().horizonModels()).allMatch(horizon -> horizon.output() == 0);
    OnnxFileTest.assertParity(folder, paper, SmallService.history());
  }
}
