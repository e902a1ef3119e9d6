package io.mild.scaling.grpc;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Status;
import io.mild.scaling.balance.Dispatcher;
import io.mild.scaling.balance.Dispatcher.Member;
import java.util.Optional;

/**
 * An address and its connection; while that stands, an endpoint of the dispatcher. Changed in the
 * channel's synchronization context only.
 */
final class ReplicaConnection {
  private final String name;
  private final Subchannel subchannel;

  private ConnectivityStateInfo info =
      ConnectivityStateInfo.forNonError(ConnectivityState.CONNECTING);
  private Optional<Member<ReplicaConnection>> member = Optional.empty();
  private boolean isWarm;
  private volatile boolean isSilent; // as a server that knows no probes
  private volatile boolean isKnownSilent;

  ReplicaConnection(String name, Subchannel subchannel, boolean isWarm) {
    this.name = name;
    this.subchannel = subchannel;
    this.isWarm = isWarm;
  }

  Subchannel subchannel() {
    return subchannel;
  }

  ConnectivityState state() {
    return info.getState();
  }

  /** Why it can't be reached. */
  Status status() {
    return info.getStatus();
  }

  /** Its connection is another's affair; what has failed stays so until it is connected. */
  void become(ConnectivityStateInfo next, Dispatcher<ReplicaConnection> dispatcher) {
    boolean isFailed = next.getState() == ConnectivityState.TRANSIENT_FAILURE;
    boolean isReady = next.getState() == ConnectivityState.READY;
    if (state() == ConnectivityState.TRANSIENT_FAILURE && !isFailed && !isReady) {
      return;
    }
    info = next;
    leave();
    if (isFailed) {
      isWarm = false;
    }
    if (isReady) {
      isSilent = false;
      member = Optional.of(isWarm ? dispatcher.addWarm(this) : dispatcher.join(this));
      isWarm = true;
    }
  }

  void moveTo(Dispatcher<ReplicaConnection> dispatcher) {
    if (member.isPresent()) {
      leave();
      member = Optional.of(dispatcher.addWarm(this));
    }
  }

  void shutdown() {
    leave();
    subchannel.shutdown();
  }

  private void leave() {
    member.ifPresent(Member::leave);
    member = Optional.empty();
  }

  /** For probes of this replica and no other. */
  Channel channel() {
    return subchannel.asChannel();
  }

  boolean isSilent() {
    return isSilent;
  }

  /**
   * It is not asked again before the next connection.
   *
   * @return whether that is news
   */
  boolean becomeSilent() {
    boolean isNews = !isKnownSilent;
    isSilent = true;
    isKnownSilent = true;
    return isNews;
  }

  @Override
  public String toString() {
    return name;
  }
}
