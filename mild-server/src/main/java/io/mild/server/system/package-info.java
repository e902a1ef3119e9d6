/**
 * A system that is watched, with the book of its incidents.
 *
 * <p>Start reading at {@link io.mild.server.system.MonitoredSystem}.
 */
@NullMarked
package io.mild.server.system;

import org.jspecify.annotations.NullMarked;
