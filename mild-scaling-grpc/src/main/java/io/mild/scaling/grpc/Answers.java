package io.mild.scaling.grpc;

import io.grpc.Status;

/** What the end of a call says of the replica that had it. */
enum Answers {
  /** It answered, be it that the caller's request was wrong. */
  GIVEN,
  /** It is not well. */
  FAILED,
  /** Nobody waits for an answer any more. */
  UNWANTED;

  static Answers of(Status status) {
    return switch (status.getCode()) {
      case CANCELLED -> UNWANTED;
      case UNAVAILABLE,
          DEADLINE_EXCEEDED,
          RESOURCE_EXHAUSTED,
          INTERNAL,
          UNKNOWN,
          DATA_LOSS,
          UNIMPLEMENTED ->
          FAILED;
      default -> GIVEN;
    };
  }
}
