package io.mild.kafka;

import io.mild.keyed.KeyedModel;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the models that were sent, and says to the tasks of this instance that there are more. */
final class SentModels implements Processor<String, KeyedModel, Void, Void> {
  private final AtomicLong sent;
  private @Nullable KeyValueStore<String, KeyedModel> models;

  SentModels(AtomicLong sent) {
    this.sent = sent;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    models = context.getStateStore(MildKafka.MODELS_STORE);
  }

  @Override
  public void process(Record<String, KeyedModel> model) {
    if (models != null && model.value() != null) { // a model that was sent stays in force
      models.put(model.key(), model.value());
      sent.incrementAndGet();
    }
  }
}
