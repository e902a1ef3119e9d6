package io.mild.benchmarks.rivals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/** MLP: an encoder of two layers that the intents share, and a sigmoid head an intent. */
public final class Perceptron implements Predictor {
  private static final int HIDDEN = 64;

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    int features = fold.spec().featureCount();
    NetworkTrainer trainer =
        new NetworkTrainer(
            NetworkTrainer.layers()
                .layer(dense(features))
                .layer(dense(HIDDEN))
                .layer(NetworkTrainer.heads(HIDDEN, fold.intents().size())),
            scored -> RowValues.of(scored.features(), features, 0),
            1);
    return trainer.train(fold, progress);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("hidden", HIDDEN + "-" + HIDDEN);
    settings.putAll(NetworkTrainer.settings());
    return settings;
  }

  private static DenseLayer dense(int inputs) {
    return new DenseLayer.Builder().nIn(inputs).nOut(HIDDEN).activation(Activation.RELU).build();
  }
}
