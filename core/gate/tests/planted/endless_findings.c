/* Reports without end, as long as the host takes it. */
#define SYMBOL spotter_rubric_v1_planted
#include "planted.h"

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample;
  sink->outcome(sink, 0, SPOT_BROKEN);
  while (found(sink, 0, 0, 0) == SPOT_OK) {
  }
  return sink->outcome(sink, 1, SPOT_MET);
}
