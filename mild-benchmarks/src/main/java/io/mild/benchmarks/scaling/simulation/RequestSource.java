package io.mild.benchmarks.scaling.simulation;

/**
 * Where the requests of one run come from. They are numbered in the order they are sent, from 0.
 */
public abstract sealed class RequestSource permits OpenLoop, ClosedLoop {
  /** Makes one for each run; what runs can share is drawn once. */
  @FunctionalInterface
  public interface Factory {
    /** A day's requests from the beginning. */
    RequestSource create();
  }

  /** Tells the simulation when a client will send. */
  @FunctionalInterface
  interface Schedule {
    void send(double time, int client);
  }

  /** Requests of a day. */
  public static Factory of(Day day, ServiceModel model) {
    if (day.clients().isPresent()) {
      Day.Clients clients = day.clients().get();
      return () -> new ClosedLoop(day.trace(), clients, model.meanDemand(), day.seed());
    }
    Workload workload = Workload.open(day.trace(), model.meanDemand(), day.seed());
    return () -> new OpenLoop(workload);
  }

  /** Before all else. */
  abstract void begin(Schedule schedule);

  /** When the next request arrives that waits for no answer; infinite if there is none. */
  abstract double nextArrival();

  /** That request. */
  abstract int take();

  /** A client's next request, or −1 if the client has left. */
  abstract int sendOf(int client, double now);

  abstract double arrival(int request);

  abstract double demand(int request);

  /** The request has an answer, or failed. */
  abstract void answered(int request, double now);

  /** Lets clients come or leave as the day goes on. */
  abstract void adjust(double now);
}
