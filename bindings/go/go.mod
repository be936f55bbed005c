module nanotao

go 1.19
