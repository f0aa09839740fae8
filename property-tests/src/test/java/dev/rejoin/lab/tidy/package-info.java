/**
 * The project's rules about itself: module arrows, purity of the core, and tidiness of sources and
 * docs. Each rule says what to do when it fails, and each is shown a bad sample that it must catch.
 */
@NullMarked
package dev.rejoin.lab.tidy;

import org.jspecify.annotations.NullMarked;
