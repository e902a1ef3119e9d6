package io.mild.flink.training;

import io.mild.training.MildTrainer;
import java.io.Serializable;

/** The settings of trainings; sent to the tasks by Java's serialization, as a lambda is. */
@FunctionalInterface
public interface TrainerOf extends Serializable {
  /**
   * A trainer.
   *
   * @param name of the history
   */
  MildTrainer trainer(String name);
}
