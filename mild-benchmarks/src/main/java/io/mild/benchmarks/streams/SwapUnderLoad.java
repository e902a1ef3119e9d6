package io.mild.benchmarks.streams;

import io.mild.Mild;
import io.mild.flink.AssuredStreams;
import io.mild.flink.KeyedTypes;
import io.mild.flink.MildFlink;
import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedQuestion;
import io.mild.keyed.KeyedRow;
import io.mild.keyed.KeyedSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Another model again and again while rows come at a steady rate, in Flink. Among the rows are
 * questions, whose answers show when each task works: the longest time without one after a model
 * was sent is its pause. What is measured is kept in this JVM: one at a time.
 */
@SuppressWarnings("try") // Flink's clusters are closed by any exception
final class SwapUnderLoad {
  private static final int TASKS = 2;
  private static final int KEYS = 2_000;
  private static final int MESSAGES_A_SECOND = 40_000;
  private static final int MODELS_A_SECOND = 4;
  private static final int WARM_UP = 20;
  private static final int MODELS = WARM_UP + 100;

  /** One of so many messages is a question. */
  private static final int QUESTIONS = 10;

  private static final long STEADY =
      (long) MESSAGES_A_SECOND * (MODELS + MODELS_A_SECOND) / MODELS_A_SECOND;
  private static final long PERIOD_NANOS = 1_000_000_000L / MODELS_A_SECOND;
  private static final int MINUTE_MILLIS = 60_000;

  private static final long[] SENT = new long[MODELS];
  private static final Map<Integer, List<Long>> ANSWERED = new ConcurrentHashMap<>();
  private static final Map<String, KeyStatus> LATEST = new ConcurrentHashMap<>();
  private static final AtomicLong REFUSED_ROWS = new AtomicLong();
  private static final AtomicLong REFUSED_MODELS = new AtomicLong();

  private final String backEnd;
  private final KeyedModel[] models;

  SwapUnderLoad(Mild mild, String backEnd) {
    this.backEnd = backEnd;
    this.models =
        new KeyedModel[] {
          KeyedModel.of(PacedSource.KIND, mild),
          KeyedModel.of(PacedSource.KIND, mild.withBudget(0.5))
        };
  }

  /** Which row of its key one is. */
  private static int minute(long row) {
    return (int) (row / KEYS);
  }

  private static long rowsBefore(long message) {
    return message - message / QUESTIONS;
  }

  private static String key(long number) {
    return "service-" + number % KEYS;
  }

  /** Rows with questions in between, and a question of each key at the end. */
  private static final class Messages implements GeneratorFunction<Long, KeyedMessage> {
    private static final long serialVersionUID = 1;

    @Override
    public KeyedMessage map(Long message) {
      if (message >= STEADY) {
        return new KeyedQuestion(key(message - STEADY));
      }
      long row = rowsBefore(message);
      if (message % QUESTIONS == QUESTIONS - 1) {
        return new KeyedQuestion(key(row - 1));
      }
      return new KeyedRow(
          key(row),
          PacedSource.KIND,
          PacedSource.start + (long) minute(row) * MINUTE_MILLIS,
          PacedSource.values[(minute(row) + 37 * (int) (row % KEYS)) % PacedSource.values.length]);
    }
  }

  private static final class Models implements GeneratorFunction<Long, KeyedModel> {
    private static final long serialVersionUID = 1;

    private final List<byte[]> files;

    Models(KeyedModel... models) {
      this.files = new ArrayList<>(Arrays.stream(models).map(KeyedModel::file).toList());
    }

    @Override
    public KeyedModel map(Long number) {
      SENT[(int) (long) number] = System.nanoTime();
      return new KeyedModel(PacedSource.KIND, false, files.get((int) (number % files.size())));
    }
  }

  private static final class Answers extends RichMapFunction<KeyStatus, Integer> {
    private static final long serialVersionUID = 1;

    @Override
    public Integer map(KeyStatus status) {
      int task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
      ANSWERED.computeIfAbsent(task, number -> new ArrayList<>()).add(System.nanoTime());
      LATEST.put(status.key(), status);
      return task;
    }
  }

  /** What was measured, times in nanoseconds. */
  record Result(
      long rows, long unscored, long refusedModels, long answers, long[] pauses, long[] others) {}

  Result run() throws Exception {
    ANSWERED.clear();
    LATEST.clear();
    REFUSED_ROWS.set(0);
    REFUSED_MODELS.set(0);
    StreamExecutionEnvironment env = StreamsSpeed.environment(TASKS, backEnd);
    env.setBufferTimeout(1); // rows go on at once, not when a buffer is full
    AssuredStreams assured =
        MildFlink.assess(
            env.fromSource(
                    new DataGeneratorSource<>(
                        new Messages(),
                        STEADY + KEYS,
                        RateLimiterStrategy.perSecond(MESSAGES_A_SECOND),
                        KeyedTypes.MESSAGE),
                    WatermarkStrategy.noWatermarks(),
                    "rows",
                    KeyedTypes.MESSAGE)
                .setParallelism(1)
                .uid("rows"),
            env.fromSource(
                    new DataGeneratorSource<>(
                        new Models(models),
                        MODELS,
                        RateLimiterStrategy.perSecond(MODELS_A_SECOND),
                        KeyedTypes.MODEL),
                    WatermarkStrategy.noWatermarks(),
                    "models",
                    KeyedTypes.MODEL)
                .setParallelism(1)
                .uid("models"),
            KeyedSettings.DEFAULT.withSilence(Duration.ofDays(1)));
    end(assured.statuses().map(new Answers()), "answers");
    end(assured.incidents().map(incident -> 0), "incidents");
    end(assured.refusedMessages().map(row -> (int) REFUSED_ROWS.incrementAndGet()), "rows-refused");
    end(
        assured.refusedModels().map(model -> (int) REFUSED_MODELS.incrementAndGet()),
        "models-refused");
    try (MiniCluster cluster = StreamsSpeed.cluster(TASKS)) {
      JobID job = cluster.submitJob(env.getStreamGraph()).get().getJobID();
      cluster
          .requestJobResult(job)
          .get()
          .toJobExecutionResult(SwapUnderLoad.class.getClassLoader());
    }
    return new Result(
        rowsBefore(STEADY),
        REFUSED_ROWS.get() + keysBehind(),
        REFUSED_MODELS.get(),
        ANSWERED.values().stream().mapToLong(List::size).sum(),
        longestGaps(0, PERIOD_NANOS / 2),
        longestGaps(PERIOD_NANOS / 2, PERIOD_NANOS * 9 / 10)); // well before the next swap
  }

  private static void end(SingleOutputStreamOperator<Integer> stream, String uid) {
    stream.returns(Types.INT).uid(uid).sinkTo(new DiscardingSink<>()).uid(uid + "-end");
  }

  /** Keys whose last row was not scored when all had come. */
  private static int keysBehind() {
    int behind = 0;
    for (long row = rowsBefore(STEADY) - KEYS; row < rowsBefore(STEADY); row++) {
      KeyStatus status = LATEST.get(key(row));
      Instant last = Instant.ofEpochMilli(PacedSource.start + (long) minute(row) * MINUTE_MILLIS);
      if (status == null || status.waiting() > 0 || !status.lastRow().equals(Optional.of(last))) {
        behind++;
      }
    }
    return behind;
  }

  /** The longest time without an answer of each task, so long after each model was sent. */
  private static long[] longestGaps(long from, long until) {
    List<Long> gaps = new ArrayList<>();
    for (List<Long> answered : ANSWERED.values()) {
      int next = 1;
      for (int model = WARM_UP; model < MODELS; model++) {
        long longest = 0;
        while (next < answered.size() && answered.get(next) < SENT[model] + from) {
          next++;
        }
        for (; next < answered.size() && answered.get(next - 1) < SENT[model] + until; next++) {
          longest = Math.max(longest, answered.get(next) - answered.get(next - 1));
        }
        gaps.add(longest);
      }
    }
    return gaps.stream().mapToLong(Long::longValue).toArray();
  }
}
