//! What integrations send to the simulators of ticket systems.

use crate::Target;

pub const TARGETS: &[Target] = &[
    Target {
        name: "bms_request",
        run: simulators::hostile::bms_request,
        seeds: &[
            "GET\ncrm/accounts/summary?Filter.AccountName=a&Filter.ModifiedOnFrom=2025-01-01&Sort=AccountName%20desc&PageSize=2&PageNumber=1\n",
            "POST\ncrm/accounts\n{\"AccountName\":\"A\",\"AccountTypeId\":1,\"BusinessTypeId\":1,\"AccountManagerId\":4,\"Locations\":[{\"LocationName\":\"M\",\"Addresses\":[{}]}]}",
            "POST\nservicedesk/tickets\n{\"Title\":\"T\",\"Details\":\"D\",\"AccountId\":1,\"LocationId\":1,\"StatusId\":1,\"PriorityId\":1,\"TypeId\":1,\"SourceId\":5,\"OpenDate\":\"2026-01-01T00:00:00.5Z\"}",
            "PATCH\ncrm/contacts/1\n[{\"op\":\"replace\",\"path\":\"/FirstName\",\"value\":\"A\"}]",
            "POST\nservicedesk/tickets/search\n{\"Filter\":{\"Title\":\"a\"},\"PageNumber\":1}",
            "POST\nsecurity/authenticate\nGrantType=password&UserName=api.full&Password=x&Tenant=Training+MSP",
        ],
        covers: &[],
    },
    Target {
        name: "connectwise_request",
        run: simulators::hostile::connectwise_request,
        seeds: &[
            "GET\ncompany/companies?conditions=name%20like%20%22a*%22&pageSize=2&fields=id,name\n",
            "POST\nservice/tickets\n{\"summary\":\"S\",\"company\":{\"id\":2},\"board\":{\"name\":\"Help Desk\"}}",
            "PATCH\ncompany/contacts/1\n[{\"op\":\"add\",\"path\":\"/communicationItems/0\",\"value\":{\"type\":{\"id\":1},\"value\":\"a@b.example\"}}]",
            "PUT\ncompany/configurations/1\n{\"name\":\"N\",\"type\":{\"id\":1},\"company\":{\"id\":2},\"questions\":[{\"questionId\":1,\"answer\":\"x\"}]}",
            "POST\nsystem/callbacks\n{\"url\":\"http://a.example/?recordId=\",\"objectId\":1,\"type\":\"ticket\",\"level\":\"owner\"}",
            "POST\ncompany/companies/3/merge\n{\"toCompanyId\":2}",
            "DELETE\ncompany/contacts/2?transferContactId=3\n",
            "POST\nservice/tickets/search?page=1\n{\"conditions\":\"id in (1,2)\",\"orderBy\":\"id desc\"}",
        ],
        covers: &[],
    },
    Target {
        name: "connectwise_condition",
        run: simulators::hostile::connectwise_condition,
        seeds: &[
            "board/name=\"Integration\" and summary contains \"xyz\" or not (id in (3,2,4))",
            "lastUpdated > [2016-08-20T18:04:26Z] and closedFlag = False and company/id != null",
            "communicationItems/value like '%@x.com' AND communicationItems/communicationType=\"Email\"",
            "contact/name asc, id desc",
            "summary not like \"[[]x]*\"",
        ],
        covers: &["simulators/src/connectwise/conditions/parse.rs::parse"],
    },
    Target {
        name: "psa_form",
        run: simulators::hostile::psa_form,
        seeds: &[
            "multipart/form-data; boundary=b\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n",
        ],
        covers: &["simulators/src/psa/form.rs::parse_form"],
    },
    Target {
        name: "psa_texts",
        run: simulators::hostile::psa_texts,
        seeds: &[
            "2016-08-20T18:04:26Z",
            "2016-08-20",
            "http://127.0.0.1:80/a?b=",
            "-0001-01-01T00:00:00Z",
        ],
        covers: &[
            "simulators/src/psa/moment.rs::parse",
            "simulators/src/psa/post.rs::parse",
        ],
    },
];
