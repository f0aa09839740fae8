/** The examples of the guide, as an application would write them. */
package dev.rejoin.guide;
