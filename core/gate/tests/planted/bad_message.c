/* Reports a message that is not text. */
#define SYMBOL spotter_rubric_v1_planted
#include "planted.h"

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample;
  spot_finding finding = { sizeof finding, 0, SPOT_F_NONE, 0, 0, 0, 0, 0, TEXT("\xff"), { 0, 0 } };
  sink->outcome(sink, 0, SPOT_BROKEN);
  sink->report(sink, &finding);
  return sink->outcome(sink, 1, SPOT_MET);
}
