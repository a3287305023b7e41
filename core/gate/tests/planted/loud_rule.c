/* A rule's name is not one that a pack can hold. */
#define SYMBOL spotter_rubric_v1_planted
#define SECOND_RULE "Second Rule"
#include "planted.h"

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample;
  sink->outcome(sink, 0, SPOT_MET);
  return sink->outcome(sink, 1, SPOT_MET);
}
