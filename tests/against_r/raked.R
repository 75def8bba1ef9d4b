# Makes golden/reference_raked.csv from golden/synth.csv: Rscript raked.R SYNTH.csv OUT.csv
# Respondents are raked to margins that are not theirs, in several designs, and R's survey is asked.
library(survey)
options(survey.lonely.psu = "certainty") # of "adjust" R has had two meanings

arguments <- commandArgs(trailingOnly = TRUE)
all_rows <- read.csv(arguments[1])
all_rows$seg <- factor(all_rows$seg)
all_rows$gender <- factor(all_rows$gender)
all_rows$wave <- factor(all_rows$wave)
all_rows$unit <- interaction(all_rows$wave, all_rows$stratum, all_rows$psu, drop = TRUE)
all_rows$layer <- interaction(all_rows$wave, all_rows$stratum, drop = TRUE)

of_gender <- c(f = 0.54, m = 0.46)
of_seg <- c(0.05, 0.10, 0.15, 0.20, 0.20, 0.15, 0.10, 0.05)
names(of_seg) <- 1:8

all_rows$people <- 200 # in each PSU

margins <- function(data) {
  size <- table(data$wave) # weights have the mean 1 in each wave
  waves <- names(size)
  gender <- expand.grid(wave = waves, gender = names(of_gender))
  gender$Freq <- as.vector(size[as.character(gender$wave)] * of_gender[as.character(gender$gender)])
  seg <- expand.grid(wave = waves, seg = names(of_seg))
  seg$Freq <- as.vector(size[as.character(seg$wave)] * of_seg[as.character(seg$seg)])
  list(gender, seg)
}

raked <- function(design, data)
  rake(design, list(~wave + gender, ~wave + seg), margins(data),
       control = list(maxit = 1000, epsilon = 1e-13))

weighted <- all_rows[all_rows$w > 0, ]
designs <- list(
  alike = raked(svydesign(~1, weights = ~1, strata = ~wave, data = transform(all_rows, one = 1)), all_rows),
  strata = raked(svydesign(~1, weights = ~1, strata = ~layer, data = all_rows), all_rows),
  psu = raked(svydesign(~unit, weights = ~1, strata = ~layer, data = all_rows), all_rows),
  psu_fpc = raked(svydesign(~unit, weights = ~1, strata = ~layer, fpc = ~npsu_pop, data = all_rows), all_rows),
  two_stage = raked(svydesign(~unit + id, weights = ~1, strata = ~layer, fpc = ~npsu_pop + people,
                              data = all_rows), all_rows),
  start = raked(svydesign(~unit, weights = ~w, strata = ~layer, data = weighted), weighted),
  start_strata = raked(svydesign(~1, weights = ~w, strata = ~layer, data = weighted), weighted)
)

rows <- list()
note <- function(...) rows[[length(rows) + 1]] <<- data.frame(..., stringsAsFactors = FALSE)
row <- function(design, statistic, item, domain, category, estimate, se = NA, lower = NA, upper = NA,
                df = NA, p = NA)
  note(design, statistic, item, domain, category = as.character(category), estimate = as.numeric(estimate),
       se = as.numeric(se), lower = as.numeric(lower), upper = as.numeric(upper), df = as.numeric(df),
       p = as.numeric(p))

domains <- list(all = quote(TRUE), women = quote(gender == "f"), few = quote(seg %in% c("1", "8")),
                year = quote(wave == "2021"))
for (name in names(designs)) {
  whole <- designs[[name]]
  for (domain in names(domains)) {
    is_in <- eval(domains[[domain]], whole$variables) & TRUE
    some <- if (domain == "all") whole else whole[which(is_in), ]
    for (k in 1:5) {
      asked <- subset(some, !is.na(q))
      share <- svymean(~I(as.numeric(q == k)), asked, na.rm = TRUE)
      ends <- svyciprop(~I(q == k), asked, method = "mean", na.rm = TRUE)
      row(name, "share", "q", domain, k, coef(share), SE(share), attr(ends, "ci")[1],
          attr(ends, "ci")[2], degf(asked))
    }
    share <- svymean(~I(as.numeric(gender == "f")), some)
    row(name, "share", "gender", domain, "f", coef(share), SE(share), df = degf(some))
    mean <- svymean(~score, some, na.rm = TRUE)
    asked <- subset(some, !is.na(score))
    row(name, "mean", "score", domain, "", coef(mean), SE(mean), df = degf(asked))
    total <- svytotal(~I(as.numeric(m1 == 1)), some)
    row(name, "total share", "m1", domain, "", coef(total) / sum(weights(whole)),
        SE(total) / sum(weights(whole)))
    ratio <- svyratio(~score, ~seg_number, transform_numbers <- update(asked, seg_number = as.numeric(as.character(seg))))
    row(name, "ratio", "score/seg", domain, "", coef(ratio), SE(ratio))
  }
  asked <- subset(whole, !is.na(q))
  test <- svyttest(I(as.numeric(q == 5)) ~ gender, asked)
  row(name, "difference", "q", "gender", 5, -test$estimate, abs(test$estimate / test$statistic),
      df = test$parameter, p = test$p.value)
  chi <- svychisq(~q + gender, asked, statistic = "F")
  row(name, "association", "q", "gender", "F", chi$statistic, df = chi$parameter[2], p = chi$p.value)
  # svyby(covmat = TRUE) fails on a part of a raked sample; a model of the groups has their means.
  x <- as.numeric(levels(asked$variables$wave))
  of_waves <- svyglm(I(as.numeric(q == 5)) ~ 0 + wave, asked)
  trend <- svycontrast(of_waves, (x - mean(x)) / sum((x - mean(x))^2))
  row(name, "trend", "q", "wave", 5, coef(trend), SE(trend))
  covariance <- vcov(svyglm(I(as.numeric(q == 5)) ~ 0 + gender, asked))
  row(name, "covariance", "q", "gender", 5, covariance[1, 2])
  model <- svyglm(I(q == 5) ~ gender + wave, asked, family = quasibinomial, control = glm.control(epsilon = 1e-14, maxit = 100))
  row(name, "coefficient", "q", "gender", "m", coef(model)[2], SE(model)[2], df = model$df.residual)
  median <- svyquantile(~score, subset(whole, !is.na(score)), 0.5, interval.type = "xlogit", qrule = "math")
  row(name, "median", "score", "all", "", coef(median), SE(median), confint(median)[1], confint(median)[2])
}
write.csv(do.call(rbind, rows), arguments[2], row.names = FALSE)
