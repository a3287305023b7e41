/* Fails, and says why. */
#define SYMBOL spotter_rubric_v1_planted
#include "planted.h"

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample;
  spot_str why = TEXT("the table of foods is gone");
  sink->outcome(sink, 0, SPOT_MET);
  sink->error(sink, SPOT_E_INTERNAL, why);
  return SPOT_E_INTERNAL;
}
