package io.mild.server.system;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Where risks, thresholds and the root cause were, row after row. When it is full, either the
 * oldest point goes, or every second one, so that all of an incident stays to be seen.
 */
final class Course {
  private final int most;
  private final boolean isThinned;
  private final ArrayDeque<CoursePoint> points = new ArrayDeque<>();
  private int every = 1; // how many rows make a point
  private int rows;

  private Course(int most, boolean isThinned) {
    this.most = most;
    this.isThinned = isThinned;
  }

  static Course ofLatest(int most) {
    return new Course(most, false);
  }

  static Course ofAll(int most) {
    return new Course(most, true);
  }

  void add(CoursePoint point) {
    if (rows++ % every != 0) {
      return;
    }
    if (points.size() == most) {
      if (isThinned) {
        thin();
      } else {
        points.removeFirst();
      }
    }
    points.addLast(point);
  }

  /** All of it, in fewer points. */
  Course thinnedTo(int count) {
    Course thinned = new Course(most, isThinned);
    int size = points.size();
    int index = 0;
    for (CoursePoint point : points) {
      boolean isLast = index == size - 1;
      if (size <= count || isLast || (long) index * count / size != (index - 1L) * count / size) {
        thinned.points.addLast(point);
      }
      index++;
    }
    thinned.every = every * Math.max(1, size / count);
    return thinned;
  }

  private void thin() {
    boolean goes = false;
    for (Iterator<CoursePoint> each = points.iterator(); each.hasNext(); goes = !goes) {
      each.next();
      if (goes) {
        each.remove();
      }
    }
    every *= 2;
    rows = 1; // the one that is added now counts
  }

  /** The latest points, at most so many. */
  List<CoursePoint> latest(int count) {
    List<CoursePoint> all = points();
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  List<CoursePoint> points() {
    return new ArrayList<>(points);
  }
}
