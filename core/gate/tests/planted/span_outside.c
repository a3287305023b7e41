/* Points behind the end of the text. */
#define SYMBOL spotter_rubric_v1_planted
#include "planted.h"

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample;
  sink->outcome(sink, 0, SPOT_BROKEN);
  found(sink, 0, 0, sample->output.len + 1);
  return sink->outcome(sink, 1, SPOT_MET);
}
