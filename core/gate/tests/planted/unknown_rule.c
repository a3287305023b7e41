/* Reports for a rule that it does not have. */
#define SYMBOL spotter_rubric_v1_planted
#include "planted.h"

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample;
  sink->outcome(sink, 0, SPOT_MET);
  sink->outcome(sink, 1, SPOT_MET);
  sink->outcome(sink, 2, SPOT_MET);
  return SPOT_OK;
}
