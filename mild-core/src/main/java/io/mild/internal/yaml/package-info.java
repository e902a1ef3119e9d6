/**
 * YAML files as plain values whose errors name the line: goals, and the configuration of a server.
 * Not API.
 *
 * <p>Start reading at {@link io.mild.internal.yaml.YamlFile}.
 */
@NullMarked
package io.mild.internal.yaml;

import org.jspecify.annotations.NullMarked;
