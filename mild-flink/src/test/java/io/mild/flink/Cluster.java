package io.mild.flink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink's cluster within this JVM: task managers that can be killed, savepoints. */
final class Cluster implements AutoCloseable {
  private static final long MOST_MINUTES = 10;
  private static final int MOST_TRIES = 1_000;

  private final MiniCluster cluster;

  Cluster(int taskManagers, int slotsEach) throws Exception {
    Configuration config = new Configuration();
    config.set(RestOptions.BIND_PORT, "0");
    config.set(RestOptions.ADDRESS, "localhost");
    config.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    config.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    config.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(config)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(slotsEach)
                .build());
    cluster.start();
  }

  /** An environment whose jobs take checkpoints every so often and are restarted at once. */
  static StreamExecutionEnvironment environment(
      String backEnd, int parallelism, Duration checkpoints, Path folder, String savepoint) {
    Configuration config = new Configuration();
    config.set(StateBackendOptions.STATE_BACKEND, backEnd);
    config.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    config.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    config.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    // So that a small savepoint is one file.
    config.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
    config.set(PipelineOptions.GENERIC_TYPES, false); // nothing may fall back to Kryo
    if (!savepoint.isEmpty()) {
      config.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setParallelism(parallelism);
    env.enableCheckpointing(checkpoints.toMillis());
    return env;
  }

  JobID submit(StreamExecutionEnvironment env) throws Exception {
    return cluster.submitJob(env.getStreamGraph()).get(MOST_MINUTES, TimeUnit.MINUTES).getJobID();
  }

  void run(StreamExecutionEnvironment env) throws Exception {
    await(submit(env));
  }

  /** Waits until a job has come to its end. */
  void await(JobID job) throws Exception {
    JobResult result = cluster.requestJobResult(job).get(MOST_MINUTES, TimeUnit.MINUTES);
    result.toJobExecutionResult(Cluster.class.getClassLoader());
  }

  /** Ends a job with a savepoint, from which another can go on, once all its tasks run. */
  String stop(JobID job, Path folder) throws Exception {
    for (int tries = 0; ; tries++) {
      try {
        return cluster
            .triggerSavepoint(job, folder.toUri().toString(), true, SavepointFormatType.CANONICAL)
            .get(MOST_MINUTES, TimeUnit.MINUTES);
      } catch (ExecutionException e) {
        if (tries == MOST_TRIES || isOver(job)) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  boolean isOver(JobID job) throws Exception {
    return cluster.getJobStatus(job).get().isGloballyTerminalState();
  }

  /** Kills a task manager, and starts another. */
  void kill(int taskManager) throws Exception {
    cluster.terminateTaskManager(taskManager).get(MOST_MINUTES, TimeUnit.MINUTES);
    cluster.startTaskManager();
  }

  MiniCluster mini() {
    return cluster;
  }

  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new AssertionError("it does not end", e);
    }
  }
}
