all: up

up demo test bench prove migrate worker serve doctor check:
	./dev $@

.PHONY: all up demo test bench prove migrate worker serve doctor check
