package io.mild.flink;

import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedHealth;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.RefusedMessage;
import io.mild.keyed.RefusedModel;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** What comes out of the operator. What nobody takes costs nothing. */
public final class AssuredStreams {
  private final SingleOutputStreamOperator<KeyedIncident> operator;

  AssuredStreams(SingleOutputStreamOperator<KeyedIncident> operator) {
    this.operator = operator;
  }

  /** The operator itself: for its parallelism, its slot-sharing group, its name. */
  public SingleOutputStreamOperator<KeyedIncident> operator() {
    return operator;
  }

  /** Steps in the lives of incidents, of each key in order. */
  public DataStream<KeyedIncident> incidents() {
    return operator;
  }

  /** What is found to be wrong with data and models, silence included. */
  public DataStream<KeyedHealth> health() {
    return operator.getSideOutput(AssuranceFunction.HEALTH);
  }

  /** The answers to questions. */
  public DataStream<KeyStatus> statuses() {
    return operator.getSideOutput(AssuranceFunction.STATUSES);
  }

  /** Rows that were too late, and what else changed nothing. */
  public DataStream<RefusedMessage> refusedMessages() {
    return operator.getSideOutput(AssuranceFunction.REFUSED_MESSAGES);
  }

  /** Models that were not put in force. */
  public DataStream<RefusedModel> refusedModels() {
    return operator.getSideOutput(AssuranceFunction.REFUSED_MODELS);
  }
}
