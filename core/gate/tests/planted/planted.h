/* A small rubric with one bug: the file that includes this one defines SYMBOL and `check`, and whatever else is wrong. */
#ifndef PLANTED_H
#define PLANTED_H
#include "spotter_rubric.h"

#ifndef MAJOR
#  define MAJOR SPOT_ABI_MAJOR
#endif
#ifndef MIN_HOST_MINOR
#  define MIN_HOST_MINOR 0
#endif
#ifndef FLAGS
#  define FLAGS SPOT_E_UNWINDS
#endif
#ifndef MAGIC
#  define MAGIC SPOT_MAGIC
#endif
#ifndef ENTRY_SIZE
#  define ENTRY_SIZE sizeof(spot_entry)
#endif
#ifndef RUBRIC_FLAGS
#  define RUBRIC_FLAGS 0
#endif
#ifndef SECOND_RULE
#  define SECOND_RULE "second"
#endif

#define TEXT(literal) { (const uint8_t *)(literal), sizeof(literal) - 1 }

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink);

#ifndef HAS_OWN_CREATE
static void destroy(spot_rubric *rubric) { (void)rubric; }
static spot_rubric the_rubric = { sizeof(spot_rubric), RUBRIC_FLAGS, 0, check, 0, destroy, 0 };
static spot_status create(const spot_desc *desc, const spot_host *host, spot_str options, const spot_sink *sink,
                          spot_rubric **out) {
  (void)desc, (void)host, (void)options, (void)sink;
  *out = &the_rubric;
  return SPOT_OK;
}
#else
static spot_status create(const spot_desc *desc, const spot_host *host, spot_str options, const spot_sink *sink,
                          spot_rubric **out);
#endif

static inline spot_status found(const spot_sink *sink, uint32_t rule, uint64_t start, uint64_t end) {
  spot_finding finding = { sizeof finding, rule, SPOT_F_OUTPUT, 0, start, end, 0, 0, TEXT("planted"), { 0, 0 } };
  return sink->report(sink, &finding);
}

static const spot_rule first = { sizeof first, 0, TEXT("first"), TEXT("the first rule"), { 0, 0 } };
static const spot_rule second = { sizeof second, 0, TEXT(SECOND_RULE), TEXT("the second rule"), { 0, 0 } };
static const spot_rule *const rules[] = { &first, &second };
static const spot_desc desc = { sizeof desc, 0, TEXT("planted"), TEXT("has one bug"), rules, 2, create };
static const spot_desc *const descs[] = { &desc };

extern SPOT_EXPORT const spot_entry SYMBOL;
const spot_entry SYMBOL = {
  MAGIC, (uint32_t)(ENTRY_SIZE), MAJOR, SPOT_ABI_MINOR, MIN_HOST_MINOR, sizeof(void *) * 8, SPOT_ENDIAN, FLAGS,
  TEXT("planted"), TEXT("0.1.0"), TEXT("C"), descs, 1, 0, 0, 0
};
#endif
