package io.mild.scaling.grpc;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.mild.scaling.balance.Dispatcher;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a connection to each address, and gives each call to one of those that stand.
 *
 * <p>What is connected at the start has served before, and gets its full share at once. An address
 * that comes later, or is back after it could not be reached, starts slowly; not so one whose
 * connection only ended, as servers do from time to time. An address that can't be reached counts
 * as failed until it is connected again, so that a call fails, or waits if it wants to, once all
 * are.
 *
 * <p>All runs in the channel's synchronization context, but for the picker.
 */
final class ReplicaBalancer extends LoadBalancer {
  private final Helper helper;
  private final PolicyConfig usual;
  private final Map<EquivalentAddressGroup, ReplicaConnection> replicas = new LinkedHashMap<>();

  private PolicyConfig config;
  private Dispatcher<ReplicaConnection> dispatcher;

  ReplicaBalancer(Helper helper, PolicyConfig usual) {
    this.helper = helper;
    this.usual = usual;
    this.config = usual;
    this.dispatcher = config.dispatcher();
  }

  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
    Object given = resolved.getLoadBalancingPolicyConfig();
    use(given == null ? usual : (PolicyConfig) given);
    if (resolved.getAddresses().isEmpty()) {
      Status none =
          Status.UNAVAILABLE.withDescription(
              "the name resolver gave no addresses, but " + resolved.getAttributes());
      handleNameResolutionError(none);
      return none;
    }
    boolean isFirst = replicas.isEmpty();
    Set<EquivalentAddressGroup> listed = new LinkedHashSet<>();
    for (EquivalentAddressGroup group : resolved.getAddresses()) {
      EquivalentAddressGroup key = new EquivalentAddressGroup(group.getAddresses());
      if (listed.add(key)) {
        ReplicaConnection known = replicas.get(key);
        if (known == null) {
          add(key, group, isFirst);
        } else {
          known.subchannel().updateAddresses(List.of(group));
        }
      }
    }
    replicas
        .entrySet()
        .removeIf(
            entry -> {
              boolean isGone = !listed.contains(entry.getKey());
              if (isGone) {
                entry.getValue().shutdown();
              }
              return isGone;
            });
    publish();
    return Status.OK;
  }

  /** With other settings the balancer begins anew. */
  private void use(PolicyConfig next) {
    if (!next.equals(config)) {
      config = next;
      dispatcher = next.dispatcher();
      replicas.values().forEach(replica -> replica.moveTo(dispatcher));
    }
  }

  private void add(EquivalentAddressGroup key, EquivalentAddressGroup group, boolean isWarm) {
    Subchannel subchannel =
        helper.createSubchannel(
            CreateSubchannelArgs.newBuilder().setAddresses(List.of(group)).build());
    ReplicaConnection replica = new ReplicaConnection(key.toString(), subchannel, isWarm);
    replicas.put(key, replica);
    subchannel.start(state -> changed(key, replica, state));
    subchannel.requestConnection();
  }

  private void changed(
      EquivalentAddressGroup key, ReplicaConnection replica, ConnectivityStateInfo now) {
    ConnectivityState state = now.getState();
    if (replicas.get(key) != replica || state == ConnectivityState.SHUTDOWN) {
      return;
    }
    if (state == ConnectivityState.TRANSIENT_FAILURE || state == ConnectivityState.IDLE) {
      helper.refreshNameResolution();
    }
    if (state == ConnectivityState.IDLE) {
      replica.subchannel().requestConnection();
    }
    replica.become(now, dispatcher);
    publish();
  }

  /** Anew after each change, so that calls that wait are looked at again. */
  private void publish() {
    if (isAny(ConnectivityState.READY)) {
      helper.updateBalancingState(
          ConnectivityState.READY, new ReplicaPicker(dispatcher, config.probeSeconds()));
    } else if (isAny(ConnectivityState.CONNECTING) || isAny(ConnectivityState.IDLE)) {
      helper.updateBalancingState(
          ConnectivityState.CONNECTING, new FixedResultPicker(PickResult.withNoResult()));
    } else {
      replicas.values().stream()
          .reduce((first, last) -> last)
          .ifPresent(last -> fail(last.status()));
    }
  }

  private boolean isAny(ConnectivityState state) {
    return replicas.values().stream().anyMatch(replica -> replica.state() == state);
  }

  private void fail(Status status) {
    helper.updateBalancingState(
        ConnectivityState.TRANSIENT_FAILURE, new FixedResultPicker(PickResult.withError(status)));
  }

  /** As long as there is an address that may answer, it goes on with those it has. */
  @Override
  public void handleNameResolutionError(Status error) {
    if (!isAny(ConnectivityState.READY)) {
      fail(error);
    }
  }

  @Override
  public void shutdown() {
    replicas.values().forEach(ReplicaConnection::shutdown);
    replicas.clear();
  }
}
