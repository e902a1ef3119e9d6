package io.mild.scaling.simulation;

/** Where the requests of one run come from. They are numbered in the order they are sent. */
interface RequestSource {
  /** Tells the simulation when a client will send. */
  @FunctionalInterface
  interface Schedule {
    void send(double time, int client);
  }

  /** The requests of a day, for one run; runs of an open day may share its workload. */
  static RequestSource of(Day day, ServiceModel model) {
    return day.clients().isPresent()
        ? new ClosedLoop(day.trace(), day.clients().get(), model.meanDemand(), day.seed())
        : new OpenLoop(Workload.open(day.trace(), model.meanDemand(), day.seed()));
  }

  /** Before all else. */
  void begin(Schedule schedule);

  /** When the next request arrives that waits for no answer; infinite if there is none. */
  double nextArrival();

  /** That request. */
  int take();

  /** A client's next request, or −1 if the client has left. */
  int sendOf(int client, double now);

  double arrival(int request);

  double demand(int request);

  /** The request has an answer, or failed. */
  void answered(int request, double now);

  /** Lets clients come or leave as the day goes on. */
  void adjust(double now);
}
