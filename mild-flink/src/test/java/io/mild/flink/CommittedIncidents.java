package io.mild.flink;

import io.mild.keyed.KeyedIncident;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * An exactly-once sink into this JVM: what came before a checkpoint is committed under its number
 * once it is complete, at the latest by who is restored from it; a second time it changes nothing.
 * Of parallelism 1.
 */
final class CommittedIncidents extends RichMapFunction<KeyedIncident, KeyedIncident>
    implements CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1;

  private static final Map<String, Map<Long, List<KeyedIncident>>> COMMITTED =
      new ConcurrentHashMap<>();

  private final String test;
  private transient List<KeyedIncident> sinceCheckpoint;
  private transient Map<Long, List<KeyedIncident>> uncommitted;
  private transient ListState<Tuple2<Long, KeyedIncident>> state;

  CommittedIncidents(String test) {
    this.test = test;
  }

  /** What was committed, in order. */
  static List<KeyedIncident> of(String test) {
    return COMMITTED.getOrDefault(test, Map.of()).values().stream().flatMap(List::stream).toList();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    sinceCheckpoint = new ArrayList<>();
    uncommitted = new ConcurrentSkipListMap<>();
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "uncommitted", Types.TUPLE(Types.LONG, KeyedTypes.INCIDENT)));
    for (Tuple2<Long, KeyedIncident> incident : state.get()) {
      uncommitted.computeIfAbsent(incident.f0, id -> new ArrayList<>()).add(incident.f1);
    }
    commitUpTo(Long.MAX_VALUE);
  }

  @Override
  public KeyedIncident map(KeyedIncident incident) {
    sinceCheckpoint.add(incident);
    return incident;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    uncommitted.put(context.getCheckpointId(), sinceCheckpoint);
    sinceCheckpoint = new ArrayList<>();
    List<Tuple2<Long, KeyedIncident>> all = new ArrayList<>();
    uncommitted.forEach(
        (id, incidents) -> incidents.forEach(incident -> all.add(Tuple2.of(id, incident))));
    state.update(all);
  }

  @Override
  public void notifyCheckpointComplete(long id) {
    commitUpTo(id);
  }

  private void commitUpTo(long last) {
    Map<Long, List<KeyedIncident>> committed =
        COMMITTED.computeIfAbsent(test, name -> new ConcurrentSkipListMap<>());
    uncommitted
        .entrySet()
        .removeIf(
            entry -> {
              if (entry.getKey() <= last) {
                committed.putIfAbsent(entry.getKey(), entry.getValue());
              }
              return entry.getKey() <= last;
            });
  }
}
