/**
 * What a system has on disk, such that a process that is killed at any moment loses nothing and
 * tells nothing twice.
 *
 * <p>Start reading at {@link io.mild.server.state.StateFolder}.
 */
@NullMarked
package io.mild.server.state;

import org.jspecify.annotations.NullMarked;
