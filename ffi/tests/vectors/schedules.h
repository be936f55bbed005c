/* Subnets as far as their epochs go. */
#ifndef SCHEDULES_H
#define SCHEDULES_H

#include "json.h"
#include "nanotao.h"

nanotao_subnet_schedule *subnets_of(const cJSON *list);
/* Many blocks in a row, and what happens between them. */
int schedule_run(const cJSON *value);

#endif
