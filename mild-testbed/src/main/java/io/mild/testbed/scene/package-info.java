/**
 * What all scenes share: the plan of faults, the load, and the {@link
 * io.mild.testbed.scene.Conductor} that runs a {@link io.mild.testbed.scene.Scene} row by row.
 */
@NullMarked
package io.mild.testbed.scene;

import org.jspecify.annotations.NullMarked;
