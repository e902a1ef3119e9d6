package io.mild.flink.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Many models, one a kind or a key, trained on a cluster.
 *
 * <pre>{@code
 * TrainingJob.train(env, new Path("s3://…/histories"), new Path("s3://…/models"), name -> MildTrainer.create())
 *     .sinkTo(report);
 * env.execute();
 * }</pre>
 *
 * <p>Each folder below {@code histories} is one history, in MILD's own format: {@code kpis.csv} and
 * either {@code failures.csv} or {@code goals.yaml} (which needs snakeyaml-engine). What is trained
 * of the folder {@code shop} comes as {@code shop.mild} into {@code models}; where none can be
 * trained, {@code shop.refused} says why. Both are moved to their place whole. A job that is begun
 * again leaves out what is there, and tries again what was refused.
 *
 * <p>A task trains one model at a time, with one thread of ND4J, so that parallelism is what a
 * machine has cores. Files are read and written by Flink's file systems.
 */
public final class TrainingJob {
  private static final String OPERATOR = "mild-training";

  private TrainingJob() {}

  /**
   * Adds the trainings to a job.
   *
   * @return what came of each history
   * @throws IOException if the folder of histories can't be listed
   * @throws IllegalArgumentException if it has no folders
   */
  public static DataStream<TrainingOutcome> train(
      StreamExecutionEnvironment env, Path histories, Path models, TrainerOf trainers)
      throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus status : histories.getFileSystem().listStatus(histories)) {
      if (status.isDir()) {
        names.add(status.getPath().getName());
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "each folder in " + histories + " is a history, but there is none");
    }
    Collections.sort(names);
    return env.fromData(Types.STRING, names.toArray(String[]::new))
        .rebalance()
        .map(new TrainingFunction(histories.toString(), models.toString(), trainers))
        .returns(TypeInformation.of(TrainingOutcome.class))
        .uid(OPERATOR)
        .name(OPERATOR);
  }
}
