/* Scores to weights, as the SDKs make them. */
#include <string.h>

#include "json.h"
#include "nanotao.h"

static int fails(const cJSON *value) {
    return cJSON_HasObjectItem(value, "err");
}

/* A client takes any number for a uid; what is no `uint16_t` is refused by the type. */
static int are_u16s(const cJSON *list) {
    const cJSON *element;
    cJSON_ArrayForEach(element, list) {
        if (element->valuedouble < 0 || element->valuedouble > 65535) {
            return 0;
        }
    }
    return 1;
}

struct made {
    nanotao_status status;
    size_t len;
    uint16_t *uids, *weights;
};

static struct made room(size_t len) {
    struct made made;
    made.status = NANOTAO_OK;
    made.len = 0;
    made.uids = fresh(len, 2);
    made.weights = fresh(len, 2);
    return made;
}

static int judged(const cJSON *value, const struct made *made, const cJSON *uids, const cJSON *weights) {
    struct list their_uids, their_weights;
    if (fails(value)) {
        return made->status != NANOTAO_OK;
    }
    their_uids = u16s(uids);
    their_weights = u16s(weights);
    return made->status == NANOTAO_OK && made->len == their_uids.len && made->len == their_weights.len &&
           memcmp(made->uids, their_uids.ptr, 2 * made->len) == 0 &&
           memcmp(made->weights, their_weights.ptr, 2 * made->len) == 0;
}

static int emit(const cJSON *value) {
    const cJSON *uids_of = field(value, "uids"), *scores_of = field(value, "weights_hex"), *element;
    const size_t n = (size_t)cJSON_GetArraySize(scores_of);
    struct list uids, theirs;
    struct made made = room(n);
    size_t i = 0;
    uids.len = (size_t)cJSON_GetArraySize(uids_of);
    uids.ptr = fresh(uids.len, 2);
    /* The uids of this client may be any number that is not negative: each goes by its place here. */
    cJSON_ArrayForEach(element, uids_of) {
        if (element->valuedouble < 0) {
            return fails(value);
        }
        ((uint16_t *)uids.ptr)[i] = (uint16_t)i;
        i++;
    }
    i = 0;
    if (strcmp(text(field(value, "dtype")), "float32") != 0 && strcmp(text(field(value, "dtype")), "float64") != 0) {
        return 0;
    }
    if (strcmp(text(field(value, "dtype")), "float32") == 0) {
        float *scores = fresh(n, sizeof *scores);
        cJSON_ArrayForEach(element, scores_of) {
            memcpy(&scores[i++], hex(element).ptr, sizeof *scores);
        }
        made.status =
            nanotao_sdk10_quantise(uids.ptr, uids.len, scores, n, made.uids, made.weights, n, &made.len, NULL);
    } else {
        made.status = nanotao_sdk10_quantise_f64(uids.ptr, uids.len, doubles(scores_of).ptr, n, made.uids, made.weights,
                                                 n, &made.len, NULL);
    }
    if (fails(value)) {
        return made.status != NANOTAO_OK;
    }
    i = 0;
    cJSON_ArrayForEach(element, field(value, "out_uids")) {
        if (i >= made.len || nth(uids_of, made.uids[i])->valuedouble != element->valuedouble) {
            return 0;
        }
        i++;
    }
    theirs = u16s(field(value, "out_vals"));
    return made.status == NANOTAO_OK && i == made.len && theirs.len == made.len &&
           memcmp(made.weights, theirs.ptr, 2 * made.len) == 0;
}

static int normalize(const cJSON *value) {
    const struct list scores = doubles(field(value, "weights_f64_hex"));
    const cJSON *ok = cJSON_GetObjectItem(value, "ok");
    struct list uids;
    struct made made = room(scores.len);
    if (!are_u16s(field(value, "uids"))) {
        return fails(value);
    }
    uids = u16s(field(value, "uids"));
    made.status = nanotao_sdk11_normalize(uids.ptr, uids.len, scores.ptr, scores.len, made.uids, made.weights, scores.len,
                                          &made.len, NULL);
    return judged(value, &made, cJSON_GetArrayItem(ok, 0), cJSON_GetArrayItem(ok, 1));
}

/* To the last bit of every double. */
static int clip(const cJSON *value) {
    struct list scores = doubles(field(value, "weights_f64_hex")), theirs;
    double limit;
    nanotao_status status;
    memcpy(&limit, hex(field(value, "limit_hex")).ptr, sizeof limit);
    status = nanotao_sdk11_clip_to_max_weight(scores.ptr, scores.len, limit, fresh(scores.len, sizeof limit), scores.len,
                                              NULL);
    if (fails(value)) {
        return status != NANOTAO_OK;
    }
    theirs = doubles(field(value, "out_f64_hex"));
    return status == NANOTAO_OK && scores.len == theirs.len &&
           memcmp(scores.ptr, theirs.ptr, sizeof limit * theirs.len) == 0;
}

static int conform(const cJSON *value) {
    const struct list scores = doubles(field(value, "weights_f64_hex")), uids = u16s(field(value, "uids"));
    const cJSON *ok = cJSON_GetObjectItem(value, "ok");
    nanotao_limits limits = {0};
    struct made made = room(scores.len);
    limits.struct_size = sizeof limits;
    limits.uid = (uint16_t)number(field(value, "self_uid"));
    limits.min_allowed_weights = (uint16_t)number(field(value, "min_allowed_weights"));
    limits.max_weight_limit = (uint16_t)number(field(value, "max_weight_limit_u16"));
    made.status = nanotao_sdk11_conform(&limits, uids.ptr, uids.len, scores.ptr, scores.len,
                                        fresh(scores.len, sizeof(double)), scores.len, made.uids, made.weights, scores.len,
                                        &made.len, NULL);
    return scores.len == number(field(value, "n")) &&
           judged(value, &made, cJSON_GetArrayItem(ok, 0), cJSON_GetArrayItem(ok, 1));
}

const struct section QUANTISE[] = {
    {"clients/weights_emit.json", "cases", EACH, emit},
    {"clients/weights_v11.json", "normalize", EACH, normalize},
    {"clients/weights_v11.json", "clip_to_max_weight", EACH, clip},
    {"clients/weights_v11.json", "conform", EACH, conform},
    {NULL, NULL, EACH, NULL},
};
