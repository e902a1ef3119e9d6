package io.mild.flink;

import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedSettings;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Any number of monitored systems as a keyed operator of Flink.
 *
 * <pre>{@code
 * AssuredStreams assured = MildFlink.assess(rows, models, KeyedSettings.DEFAULT);
 * assured.incidents().sinkTo(incidents);
 * assured.health().sinkTo(findings);
 * assured.refusedMessages().sinkTo(lateRows);
 * }</pre>
 *
 * <p>Each key is to the bit what an {@link io.mild.AssuranceStream} of its own would be, whatever
 * the parallelism, and over failures, savepoints and rescaling. A model goes to all tasks and is
 * part of each checkpoint, so that a restored job needs no file.
 */
public final class MildFlink {
  /** Names the operator in savepoints. */
  public static final String OPERATOR = "mild-assurance";

  private static final String MODELS = "mild-models";

  private MildFlink() {}

  /**
   * Adds the operator to a job.
   *
   * @param messages with event times and watermarks, if rows are to be put in order: a row that
   *     waits and is its key's last is scored when the watermark is past it by the disorder. Of a
   *     key they must come in the order in which they were sent, as from one partition.
   * @param models by kind, each in force from when it comes; no times needed
   * @param settings of order and silence
   */
  public static AssuredStreams assess(
      DataStream<? extends KeyedMessage> messages,
      DataStream<KeyedModel> models,
      KeyedSettings settings) {
    SingleOutputStreamOperator<KeyedModel> timeless =
        models
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<KeyedModel>forGenerator(context -> new Timeless())
                    .withTimestampAssigner((model, time) -> Long.MAX_VALUE))
            .uid(MODELS)
            .name(MODELS);
    @SuppressWarnings("unchecked") // nobody writes to a stream
    DataStream<KeyedMessage> all = (DataStream<KeyedMessage>) messages;
    SingleOutputStreamOperator<KeyedIncident> operator =
        all.keyBy(KeyedMessage::key, Types.STRING)
            .connect(timeless.broadcast(AssuranceFunction.MODELS))
            .process(new AssuranceFunction(settings), KeyedTypes.INCIDENT)
            .uid(OPERATOR)
            .name(OPERATOR);
    return new AssuredStreams(operator);
  }

  /** Models hold no event time back: that of the operator is the least of its inputs'. */
  private static final class Timeless implements WatermarkGenerator<KeyedModel> {
    @Override
    public void onEvent(KeyedModel model, long time, WatermarkOutput output) {
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }
}
